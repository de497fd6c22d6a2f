"""Tells whether a remark says that an agreement has ended: for `normalize` and `check`.

Knows no rows. A remark names a status; a sentence about what would end an agreement
(`unless terminated by either side`) does not.
"""

from __future__ import annotations

import re

from pipeline.text_caches import cache_texts

LONGEST_STATUS = 60
"""A longer text is prose."""

_ENDED = re.compile(
    r"(?:終了|失効|満了|解消|廃止|休止|停止|中止|期限切れ|打ち?切り"
    r"|過期|过期|終止|终止|結束|结束|失效|到期|暫停|暂停"
    r"|종료|만료|해지|중단|폐지)(?:済み?|予定|した|しました|됨|예정)?$"
    r"|\b(?:ended|expired|terminated|suspended|discontinued|inactive|cancell?ed|lapsed"
    r"|not renewed|on hold|beendet|ausgelaufen|abgelaufen|gekündigt|erloschen|expirée?|résiliée?"
    r"|échue?|caducad[oa]|vencid[oa]|finalizad[oa]|suspendid[oa]|rescindid[oa]|encerrad[oa]"
    r"|expirad[oa]|scadut[oa]|cessat[oa]|beëindigd|verlopen|wygasł[ay]?|rozwiązan[ay]|sona erdi"
    r"|süresi doldu|feshedildi|berakhir|kedaluwarsa|hết hạn|chấm dứt)\b|^closed$",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\b(?:unless|until|if|may be|can be|not expired|not terminated)\b|ない限り|場合|まで",
    re.IGNORECASE,
)


@cache_texts
def ended_status(text: str) -> bool:
    """Whether a remark says that an agreement has ended or is suspended."""
    if len(text) > LONGEST_STATUS or not _ENDED.search(text):
        return False
    return not _CONDITION.search(text)
