"""The screen: each file a page, those with an underscore what pages share."""
