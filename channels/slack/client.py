"""Slack's own client for the Web API, held to what Slack promises.

An answer is an object, from the address that was asked. The library follows a redirect, with the
token or with what was said; and it fails on a list, a text or a page where an object should be.
"""

from typing import Any

from slack_sdk.web.async_client import AsyncWebClient


class Client(AsyncWebClient):
    """Asks Slack, and nobody to whom it is sent on. What is no object has no word in it."""

    async def _request(
        self, *, http_verb: str, api_url: str, req_args: dict[str, Any]
    ) -> dict[str, Any]:
        here = {**req_args, "allow_redirects": False}
        answer = await super()._request(http_verb=http_verb, api_url=api_url, req_args=here)
        return answer if isinstance(answer["data"], dict) else {**answer, "data": {}}
