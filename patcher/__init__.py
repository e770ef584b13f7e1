"""Line-range surgical patches from a declarative plan."""
