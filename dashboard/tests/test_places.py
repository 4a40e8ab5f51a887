"""What a cell is called."""

import unittest

import h3

from supply.places import centre, name
from tests.figures import BESIDE, FAR, HERE, cell


class Places(unittest.TestCase):
    def test_the_busiest_cell_is_the_middle(self):
        self.assertEqual(centre([cell(FAR, idle=1), cell(HERE, idle=2)]), HERE)
        self.assertEqual(name(HERE, HERE), "Busiest cell")

    def test_others_are_named_by_distance_and_direction(self):
        middle = h3.latlng_to_cell(37.77, -122.42, 7)

        for latitude, longitude, expected in [
            (37.86, -122.42, "9.9 km north"),
            (37.77, -122.30, "10.8 km east"),
            (37.70, -122.51, "11.7 km south-west"),
        ]:
            with self.subTest(expected):
                there = h3.latlng_to_cell(latitude, longitude, 7)
                self.assertEqual(name(there, middle), expected)

    def test_across_the_date_line_east_is_east(self):
        middle, there = h3.latlng_to_cell(-17, 179.98, 7), h3.latlng_to_cell(-17, -179.9, 7)

        self.assertTrue(name(there, middle).endswith(" east"), name(there, middle))

    def test_cells_side_by_side_differ(self):
        self.assertNotEqual(name(BESIDE, HERE), name(HERE, HERE))
