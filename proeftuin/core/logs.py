"""What the server's log may hold: no personal link, as it opens somebody's registration or account."""

import logging
import re

SIGNED = re.compile(r"[\w-]+:[\w-]+:[\w-]{20,}|(?<=/reset/key/)[^/\s]+")


class WithoutLinks(logging.Filter):
    """Take signed parts of addresses out of what is logged."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                SIGNED.sub("…", part) if isinstance(part, str) else part for part in record.args
            )
        return True
