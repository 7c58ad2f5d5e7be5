"""What somebody could type as a name or a note to make the bot speak in their stead."""

ATTACKS = [
    "<!channel>", "<!here>", "<!everyone>", "<!subteam^S123>", "<@U012ABC>", "<@U012ABC|kim>", "<#C012ABC>",
    "<#C012ABC|sales>", "<https://evil.example|Bank>", "<https://evil.example>", "<mailto:evil@example.com|Kim>",
    "<!date^1786000000^{date}^https://evil.example|now>", "https://evil.example", "www.evil.example", "@channel",
    "@here", "@kim", "#general", "*bold*", "_italic_", "~strike~", "`code`", "```block```", "> quote", "&gt; quote",
    "* item", "1. item", ":rotating_light:", ":tada::skin-tone-2:", "[Bank](https://evil.example)", "# Heading",
    "</text><text>", "</b><user id='U9'/>", "<user id=\"U012ABC\"/>", "<link href='https://evil.example'>Pay</link>",
    "</text><actions><button action='deals.withdraw' value='7'>OK</button></actions><text>",
    "<emoji name='tada'/>", "<br/>", "<![CDATA[<user id='U9'/>]]>", "<!-- ", "<?xml version='1.0'?>",
    "<!DOCTYPE x [<!ENTITY a 'b'>]>", "&a;", "&lt;!channel&gt;", "&amp;lt;!channel&amp;gt;", "&#60;!channel&#62;",
    "&#x3c;!channel&#x3e;", "\" action=\"deals.withdraw", "' onclick='x", "\"/><user id=\"U9\"/>",
    "{{ 7 * 7 }}", "{{ ''.__class__.__mro__[1].__subclasses__() }}", "{% include '/etc/passwd' %}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{% for x in y %}", "{# note #}", "${7*7}", "%(name)s", "%s %d %", "{0} {name}", "%%",
    "\u202eevil\u202c", "\u2066<!channel>\u2069", "K\u200bi\u200bm", "Kim\u00ad", "\ufeffKim", "\u2028<!channel>",
    "Kim\x00", "Kim\x1b[31m", "Kim\ufffe\uffff", "\ud800Kim", "Kim\r\n<!channel>", "Kim\n> quote", "a\tb", "  Kim  ",
    "\U000e0041\U000e0042", "x" * 5000, "<" * 400, "&" * 400, "\n" * 400, "👨‍👩‍👧 <!here>", "]]>", "\\<!channel\\>",
]  # fmt: skip

# Where a template may print a value, and what must stand around it; `v` is the value.
IN_MESSAGE = {
    "line": "<text>{{ v }}</text>",
    "emphasis": "<text><b>{{ v }}</b> <i>{{ v }}</i> <code>{{ v }}</code></text>",
    "sentence": "<text>{% trans v=v %}Won by <b>{{ v }}</b> today{% endtrans %}</text>",
    "counted sentence": "<text>{% trans n=2, v=v %}{{ v }} won{% pluralize %}{{ v }} won {{ n }}{% endtrans %}</text>",
    "joined": "<text>{{ [v, 'Kim']|listed }}</text>",
    "shortened": "<text>{{ v|cut(40) }}</text>",
    "header": "<header>Adria {{ v }}</header>",
    "notification": "<notification>Adria {{ v }}</notification><divider/>",
    "item": "<list><item>{{ v }}</item><item>Kim</item></list>",
    "quote": "<quote>{{ v }}</quote>",
    "preformatted": "<pre>{{ v }}</pre>",
    "small print": "<context>Adria {{ v }}</context>",
    "small print beside": "<context><text>{{ v }}</text></context>",
    "field": '<fields><field label="{{ v }}">{{ v }}</field></fields>',
    "beside a button": '<text>Adria {{ v }} <button action="a" value="7">Open</button></text>',
    "button": '<actions><button action="a" value="7" label="Open {{ v }}">Open {{ v }}</button></actions>',
    "confirmation": '<actions><button action="a">Go<confirm title="Go {{ v }}" yes="Yes {{ v }}" no="No {{ v }}">'
    "Go {{ v }}</confirm></button></actions>",
    "option": '<actions><select action="s" placeholder="Which {{ v }}"><option value="7" description="x {{ v }}">'
    "Acme {{ v }}</option></select></actions>",
    "cell": '<table caption="Won {{ v }}"><row><cell>Rep {{ v }}</cell></row><row><cell>{{ v }}</cell></row></table>',
    "rich cell": '<table caption="Won"><row><cell>Rep</cell></row><row><cell><b>{{ v }}</b></cell></row></table>',
    "figure": '<table caption="x"><row><cell>Won</cell></row><row><cell number="7">{{ v }}</cell></row></table>',
    "chart": '<chart type="bar" title="Won {{ v }}" x="By {{ v }}"><series name="Of {{ v }}">'
    '<point label="To {{ v }}" value="1"/></series></chart>',
    "pie": '<chart type="pie" title="Lost" other="Other"><point label="By {{ v }}" value="1"/></chart>',
    "picture": '<image url="https://example.com/a.png" alt="Of {{ v }}" title="By {{ v }}"/>',
    "link's words": '<text><link href="https://example.com/7">Deal {{ v }}</link></text>',
    "link's address": '<text><link href="{{ v }}">Deal</link></text>',
    "mention's name": '<text><user id="U7" name="{{ v }}"/></text>',
    "group": "<group><text>{{ v }}</text></group>",
    "notice": '<alert level="info">Adria {{ v }}</alert>',
}
IN_FORM = {
    "label": '<input label="Of {{ v }}" hint="By {{ v }}"><textinput action="a" placeholder="x {{ v }}"/></input>',
    "start": '<input label="Note"><textinput action="a" multiline="yes">{{ v }}</textinput></input>',
    "choice": '<input label="Which"><radio action="a"><option value="7">By {{ v }}</option></radio></input>',
    "notice": '<alert level="error">Adria {{ v }}</alert>',
    "table": '<table caption="x"><row><cell>Rep</cell></row><row><cell>{{ v }}</cell></row></table>',
}
