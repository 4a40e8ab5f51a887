package io.freshet.ingestion.capture;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.ContractTexts;

/** The shop's tables, and the contracts of its orders. */
public final class ShopTexts {
  /** Each write gives a row a version that no other has; the trigger notes each change. */
  static final String TABLES =
      """
      create type order_state as enum ('open', 'paid', 'gone');
      create sequence versions;
      create table orders (
        market text, order_id bigint, version bigint not null default nextval('versions'),
        state order_state not null default 'open', amount numeric(10, 2), pieces numeric(6),
        note text, items jsonb, tags text[], is_gift boolean, day date, due timestamp,
        created_at timestamptz not null default now(), receipt bytea, weight real,
        reference uuid, internal text default 'ours',
        primary key (market, order_id));
      alter table orders replica identity full;
      create table noted (
        seq bigserial primary key, op text, market text, order_id bigint, version bigint,
        fits boolean);
      create function note() returns trigger language plpgsql as $$
        begin
          if tg_op = 'DELETE' or (tg_op = 'UPDATE'
              and (old.market, old.order_id) is distinct from (new.market, new.order_id)) then
            insert into noted (op, market, order_id, version, fits)
              values ('D', old.market, old.order_id, old.version, old.amount < 1000000);
          end if;
          if tg_op <> 'DELETE' then
            insert into noted (op, market, order_id, version, fits)
              values ('W', new.market, new.order_id, new.version, new.amount < 1000000);
          end if;
          return null;
        end $$;
      create trigger note after insert or update or delete on orders
        for each row execute function note();""";

  private static final String CONTRACT =
      """
      apiVersion: v3.1.0
      kind: DataContract
      id: %1$s
      name: %1$s
      version: 1.0.0
      status: active
      domain: shop
      description: {purpose: What was ordered}
      team: {name: shop}
      schema:
        - name: %1$s
          properties:
            - name: market
              logicalType: string
              required: true
              description: Where
              customProperties: [{property: fieldId, value: 1}]
            - name: order_id
              logicalType: integer
              physicalType: long
              required: true
              description: Which
              customProperties: [{property: fieldId, value: 2}]
            - name: changed_at
              logicalType: timestamp
              required: true
              description: When
              customProperties: [{property: fieldId, value: 3}]
            - name: version
              logicalType: integer
              physicalType: long
              required: true
              description: The row's
              customProperties: [{property: fieldId, value: 4}]
            - name: state
              logicalType: string
              required: true
              description: How far it is
              customProperties: [{property: fieldId, value: 5}]
            - name: amount
              logicalType: number
              physicalType: decimal(8,2)
              description: What it costs
              customProperties: [{property: fieldId, value: 6}]
            - name: pieces
              logicalType: integer
              physicalType: long
              description: How many
              customProperties: [{property: fieldId, value: 7}]
            - name: note
              logicalType: string
              description: What else
              customProperties: [{property: fieldId, value: 8}]
            - name: items
              logicalType: string
              description: Of what
              customProperties: [{property: fieldId, value: 9}, {property: anyJson, value: true}]
            - name: tags
              logicalType: array
              description: Words
              items: {logicalType: string}
              customProperties: [{property: fieldId, value: 10}, {property: elementId, value: 11}]
            - name: is_gift
              logicalType: boolean
              description: Whether
              customProperties: [{property: fieldId, value: 12}]
            - name: day
              logicalType: date
              description: For when
              customProperties: [{property: fieldId, value: 13}]
            - name: due
              logicalType: timestamp
              description: Until when
              customProperties: [{property: fieldId, value: 14}]
            - name: created_at
              logicalType: timestamp
              description: Since when
              customProperties: [{property: fieldId, value: 15}]
            - name: receipt
              logicalType: string
              physicalType: bytes
              description: As printed
              customProperties: [{property: fieldId, value: 16}]
            - name: weight
              logicalType: number
              physicalType: float
              description: In kilograms
              customProperties: [{property: fieldId, value: 17}]
            - name: reference
              logicalType: string
              description: The customer's own
              customProperties: [{property: fieldId, value: 18}]
      %3$s
      customProperties:
        - {property: capturedFrom, value: public.orders}
        - {property: partitionKey, value: market}
        - {property: entityKey, value: order_id}
        - {property: eventTime, value: changed_at}
        - {property: replicas, value: 1}
        - {property: maxMessageBytes, value: 1000000}
      %2$s""";

  private ShopTexts() {}

  static String latest(String name) {
    return CONTRACT.formatted(
        name,
        """
        - {property: tableRows, value: latest}
        - {property: deletedBy, value: deleted}"""
            .indent(2),
        """
        - name: deleted
          logicalType: boolean
          required: true
          description: Whether it went
          customProperties: [{property: fieldId, value: 19}]"""
            .indent(6));
  }

  static String history(String name) {
    return CONTRACT.formatted(name, "", "");
  }

  public static Contract latest() {
    return ContractTexts.parse("orders", latest("orders"));
  }

  public static Contract history() {
    return ContractTexts.parse("order_changes", history("order_changes"));
  }
}
