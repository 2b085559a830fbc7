#!/bin/sh
# Make sure that there is a Chromium for the tests of the pages, with fonts for Danish and emoji.
# As root it is installed; anyone else is told the one command.
set -eu

found() {
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" >/dev/null 2>&1 && return 0
    done
    [ -x "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" ] ||
        [ -x "/Applications/Chromium.app/Contents/MacOS/Chromium" ]
}

has() { command -v "$1" >/dev/null 2>&1; }

found && exit 0

if has apt-get; then
    install="apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy \
--no-install-recommends chromium fonts-noto-core fonts-noto-color-emoji"
elif has dnf; then
    install="dnf install -qy chromium google-noto-sans-fonts google-noto-color-emoji-fonts"
elif has pacman; then
    install="pacman -Sy --noconfirm chromium noto-fonts noto-fonts-emoji"
elif has zypper; then
    install="zypper --non-interactive install chromium google-noto-sans-fonts google-noto-coloremoji-fonts"
elif has brew; then
    install="brew install --cask google-chrome"
else
    echo "The tests need Chromium or Google Chrome. Please install one of them." >&2
    exit 1
fi

if [ "$(id -u)" -ne 0 ]; then
    case $install in
    brew*) echo "The tests need Chromium. Please run: $install" >&2 ;;
    *) echo "The tests need Chromium. Please run: sudo sh -c '$install'" >&2 ;;
    esac
    exit 1
fi

echo "Installing Chromium. This happens once."
sh -c "$install"
if ! found; then
    echo "Chromium did not come that way. Please install Chromium or Google Chrome by hand." >&2
    exit 1
fi
