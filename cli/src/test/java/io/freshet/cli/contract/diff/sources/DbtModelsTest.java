package io.freshet.cli.contract.diff.sources;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cli.contract.diff.sql.Sought;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DbtModelsTest {
  private static final String NAMED_IN_STAGING =
      "dbt model stg_rides · mentions it · dbt/models/stg_rides.sql:1";

  @TempDir private Path folder;
  private WrittenProject project;

  @BeforeEach
  void create() {
    project = new WrittenProject(folder);
  }

  @Test
  void followsAColumnThroughModelsThatSelectAll() {
    project
        .model("stg_rides", "select * from {{ source('transport', 'rides') }}")
        .model("int_rides", "select\n    *\nfrom {{ ref('stg_rides') }}")
        .model("rides_daily", "select\n  city,\n  max(fare) as top\nfrom {{ ref('int_rides') }}");

    assertThat(project.mentions("fare"))
        .containsExactly(
            "dbt model rides_daily · mentions it · dbt/models/rides_daily.sql:3",
            "dbt model int_rides · takes all columns · dbt/models/int_rides.sql:2",
            "dbt model stg_rides · takes all columns · dbt/models/stg_rides.sql:1");
  }

  @Test
  void aModelThatRenamesTheColumnEndsTheChain() {
    staging("city, fare as price");
    project.model("rides_daily", "select * from {{ ref('stg_rides') }}");

    assertThat(project.mentions("fare")).containsExactly(NAMED_IN_STAGING);
  }

  @Test
  void aModelThatKeepsTheNameForWhatItMakesOfTheColumnHandsItOn() {
    staging("fare as price, round(fare) as fare");
    project.model("rides_daily", "select fare from {{ ref('stg_rides') }}");

    assertThat(project.mentions("fare"))
        .containsExactly(
            "dbt model rides_daily · mentions it · dbt/models/rides_daily.sql:1", NAMED_IN_STAGING);
  }

  @Test
  void handsOnWhatTheLastSelectListsAndNotWhatAnImportTakes() {
    staging("city, fare");
    project
        .model(
            "int_rides",
            """
            with

            rides as (

                select * from {{ ref('stg_rides') }}

            )

            select city

            from rides
            """)
        .model("rides_daily", "select * from {{ ref('int_rides') }}");

    assertThat(project.mentions("fare"))
        .containsExactly(
            NAMED_IN_STAGING,
            "dbt model int_rides · takes all columns · dbt/models/int_rides.sql:5");
    assertThat(project.mentions("city"))
        .containsExactly(
            "dbt model int_rides · mentions it · dbt/models/int_rides.sql:9",
            NAMED_IN_STAGING,
            "dbt model rides_daily · takes all columns · dbt/models/rides_daily.sql:1");
  }

  @Test
  void followsAColumnThroughQueriesInBrackets() {
    staging("city, fare");
    project
        .model(
            "int_rides",
            "select * from (select r.*, 2 * r.tip as tips from {{ ref('stg_rides') }} as r) as x")
        .model("rides_daily", "select fare from {{ ref('int_rides') }}");

    assertThat(project.mentions("fare"))
        .containsExactly(
            "dbt model rides_daily · mentions it · dbt/models/rides_daily.sql:1",
            NAMED_IN_STAGING,
            "dbt model int_rides · takes all columns · dbt/models/int_rides.sql:1");
  }

  @Test
  void neitherAnotherRelationsStarNorACountNorAProductTakesTheColumn() {
    staging("city, fare");
    project.model(
        "rides_daily",
        """
        select cities.*, count(*) as rides, 2 * rides.tip as tips
        from {{ ref('stg_rides') }} as rides
        left join {{ ref('cities') }} as cities on rides.city = cities.city
        """);

    assertThat(project.mentions("fare")).containsExactly(NAMED_IN_STAGING);
  }

  @Test
  void leavesOutThoseThatSpeakOfOtherColumns() {
    staging("city, 'fare' as what -- without its fare");

    assertThat(project.mentions("fare")).isEmpty();
  }

  @Test
  void findsAColumnThatOnlyAMacroNames() {
    staging("\n    {{ in_euros() }} as euros");
    project.write(
        "dbt/macros/money.sql",
        """
        {% macro in_euros() %}{{ adapter.dispatch('in_euros')() }}{% endmacro %}
        {% macro trino__in_euros() %}cast(fare as double) / 100{% endmacro %}
        """);

    assertThat(project.mentions("fare"))
        .containsExactly("dbt model stg_rides · mentions it · dbt/models/stg_rides.sql:2");
    assertThat(project.mentions("city")).isEmpty();
  }

  @Test
  void whatAMacroGetsAsAWholeIsTakenWhole() {
    staging("city, fare");
    project
        .model(
            "int_rides",
            "select {{ dbt_utils.star(from=ref('stg_rides')) }}\nfrom {{ ref('stg_rides') }}")
        .model("rides_daily", "select fare from {{ ref('int_rides') }}");

    assertThat(project.mentions("fare"))
        .containsExactly(
            "dbt model rides_daily · mentions it · dbt/models/rides_daily.sql:1",
            NAMED_IN_STAGING,
            "dbt model int_rides · takes all columns · dbt/models/int_rides.sql:1");
  }

  @Test
  void columnsThatATemplateListsAreNamedAndHandedOn() {
    project
        .model(
            "stg_rides",
            """
            {% set columns = ['city', 'fare'] %}
            select {% for column in columns %}{{ column }}, {% endfor %} 1 as one
            from {{ source('transport', 'rides') }}
            """)
        .model("rides_daily", "select * from {{ ref('stg_rides') }}");

    assertThat(project.mentions("fare"))
        .containsExactly(
            NAMED_IN_STAGING,
            "dbt model rides_daily · takes all columns · dbt/models/rides_daily.sql:1");
  }

  @Test
  void aQueryThatIsCalledLikeTheContractIsAnotherTable() {
    project
        .model(
            "stops_daily",
            "with rides as (select * from {{ ref('stops') }}) select fare, city from rides")
        .model("raw_rides", "with rides as (select * from lake.raw.rides) select fare from rides");

    assertThat(project.mentions("fare"))
        .containsExactly("dbt model raw_rides · mentions it · dbt/models/raw_rides.sql:1");
  }

  @Test
  void anObjectThatIsHandedOnTakesItsPartsAlong() {
    staging("city, vehicle");
    project.model("rides_daily", "select vehicle.wheels from {{ ref('stg_rides') }}");

    assertThat(project.mentions("vehicle.wheels"))
        .containsExactly("dbt model rides_daily · mentions it · dbt/models/rides_daily.sql:1");
  }

  @Test
  void findsWhoeverIsBehindAWholeContract() {
    staging("city");
    project.model("rides_daily", "select count(*) as told\nfrom {{ ref('stg_rides') }}");

    assertThat(project.mentions(new Sought("rides", Optional.empty())))
        .containsExactly(
            "dbt model rides_daily · mentions it · dbt/models/rides_daily.sql:2",
            "dbt model stg_rides · mentions it · dbt/models/stg_rides.sql:2");
  }

  private void staging(String columns) {
    project.model(
        "stg_rides", "select %s\nfrom {{ source('transport', 'rides') }}".formatted(columns));
  }
}
