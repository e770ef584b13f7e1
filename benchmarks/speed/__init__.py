"""What `patcher` costs beside other tools that do the same job right: `make bench`."""
