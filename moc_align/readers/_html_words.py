"""The tags, roles, classes and ids by which a web page names its parts."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The words of the text."""
    return frozenset(text.split())


NEVER = words(
    "head script style noscript template svg canvas iframe object embed video audio map dialog "
    "nav aside rt rp rtc input select option optgroup textarea button datalist label output "
    "progress meter menu frame frameset noframes img"
)
ROLES = words(
    "navigation banner contentinfo search complementary dialog alertdialog menu menubar toolbar "
    "tooltip"
)
FURNITURE = words(
    "breadcrumb breadcrumbs topicpath topicspath pankuzu crumb crumbs skip skiplink skipnav share "
    "sharing social sns pagination pager pagenation paging sitemap cookie cookies nav navi "
    "navigation gnav gnavi lnav lnavi globalnav globalnavi localnav localnavi sidenav sidebar "
    "sidemenu footer header pagetop totop backtotop"
)
COMPANIONS = words(
    "area banner bar block body bottom box btn btns button buttons clearfix cmn common col consent "
    "container content contents en footer global group head header icon icons inner item ja jp "
    "left link links list local main media menu module nav navi navigation notice page path popup "
    "right section side site sp pc sub to top tools unit wrap wrapper"
)
"""Words that may stand beside one of `FURNITURE`: `social-links` goes, `social-security` stays."""
MAIN_IDS = words(
    "main content contents maincontent maincontents contentmain contentsmain mainbody mainarea "
    "article articlebody contentbody contentsbody honbun pagebody"
)
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
BLOCKS = HEADINGS | words(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption "
    "figure footer form header hgroup hr html legend li main ol p pre section summary table tbody "
    "td tfoot th thead tr ul"
)
