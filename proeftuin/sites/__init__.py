"""The concrete site: parcels, geometry, ownership and conditions."""
