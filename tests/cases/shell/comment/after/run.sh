#!/bin/bash
# Keep.

make all
echo "# none" '# none' $# ${x#y} a#b
cat <<EOF
# none either
EOF
