#!/bin/bash
# Keep.

# Old notes,
# two lines.
make all # old remark
echo "# none" '# none' $# ${x#y} a#b
cat <<EOF
# none either
EOF
