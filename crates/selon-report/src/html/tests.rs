//! Pages as sites build them, and what is read from them.

use super::*;

const FIRST: &str = "Le ministre de la Défense a annoncé mardi le retrait de deux bataillons de la zone frontalière, où des \
    tirs avaient opposé les deux armées la semaine dernière, selon son porte-parole.";
const SECOND: &str = "Le gouvernement voisin a démenti toute concentration de forces et demandé l'envoi d'observateurs, une \
    proposition que la présidence dit vouloir étudier avant la fin du mois, sans donner de date précise.";

fn read(page: &str) -> Report {
    read_page("page", page, Vec::new(), &Stated::default())
}

/// The paragraphs and the publication date of a page.
fn check(page: &str, paragraphs: &[&str], date: Option<&str>) {
    let report = read(page);
    assert_eq!(report.text, paragraphs.join("\n\n"), "{page}");
    assert_eq!(report.published.map(|published| published.value).as_deref(), date, "{page}");
}

#[test]
fn what_frames_the_article_is_left_out() {
    let page = format!(
        "<html><body><nav>Monde Sport</nav><h1>Retrait annoncé</h1><div class='article-body'><p class='byline'>Par A. B.\
         </p><p>{FIRST}</p><div class='related-links'><p>Lire aussi : une autre affaire, du mois dernier, ailleurs.</p>\
         </div><p>{SECOND}</p><ul><li><a href='/1'>Une</a></li><li><a href='/2'>Deux</a></li></ul></div>\
         <div id='comments'><p>Je ne suis pas d'accord avec cet article, et je le dis.</p></div></body></html>"
    );
    check(&page, &[FIRST, SECOND], None);
}

#[test]
fn a_word_that_names_every_paragraph_frames_nothing() {
    let page = format!(
        "<div class='page'><h1>Retrait</h1><div class='slide'><p>{FIRST}</p></div><div class='slide'><p>{SECOND}</p>\
         </div></div>"
    );
    check(&page, &[FIRST, SECOND], None);
}

#[test]
fn a_whole_page_in_a_form_is_read() {
    check(&format!("<form><div><p>{FIRST}</p><p>{SECOND}</p></div></form>"), &[FIRST, SECOND], None);
}

#[test]
fn the_lead_stands_between_heading_and_body() {
    let lead = "Deux bataillons quittent la frontière, mais l'accord reste fragile.";
    let page = format!(
        "<article><header><h1>Retrait</h1><p class='chapo'>{lead}</p></header><div class='entry-content'><p>{FIRST}</p>\
         <p>{SECOND}</p></div></article>"
    );
    check(&page, &[lead, FIRST, SECOND], None);
}

#[test]
fn sources_that_contradict_each_other_give_no_date() {
    let page = |meta: &str, shown: &str| {
        format!(
            "<meta property='article:published_time' content='{meta}'><h1>Retrait</h1><p class='date'>{shown}</p>\
             <div class='entry-content'><p>{FIRST}</p><p>{SECOND}</p></div>"
        )
    };
    for (meta, shown, date) in [
        ("2024-05-03T10:00:00+02:00", "3 mai 2024", Some("2024-05-03T10:00")),
        // Greenwich is a day ahead of the reader's clock.
        ("2024-05-04T01:30:00Z", "3 mai 2024", Some("2024-05-03")),
        ("2019-01-12T10:00:00Z", "3 mai 2024", None),
        ("2024-05-03T10:00:00Z", "aucune", Some("2024-05-03T10:00")),
        ("", "3 mai 2024", Some("2024-05-03")),
        ("2021-01-11", "11/01/2021", Some("2021-01-11")),
    ] {
        check(&page(meta, shown), &[FIRST, SECOND], date);
    }
}

#[test]
fn a_change_is_no_publication() {
    let page = format!(
        "<meta property='article:modified_time' content='2024-05-03'><h1>Retrait</h1><div class='entry-content'><p>{FIRST}\
         </p><p>{SECOND}</p></div>"
    );
    check(&page, &[FIRST, SECOND], None);
}

#[test]
fn titles_lose_site_and_topic() {
    for (page, title) in [
        ("<title>Un retrait surprise | Le Phare</title>", "Un retrait surprise"),
        (
            "<meta property='og:title' content='Un retrait surprise'><h1><span>Frontière</span> Un retrait surprise</h1>",
            "Un retrait surprise",
        ),
        ("<title>Un re\u{ad}trait surprise</title><h1>Un re\u{ad}trait surprise</h1>", "Un retrait surprise"),
    ] {
        assert_eq!(read(page).title.as_deref(), Some(title), "{page}");
    }
}

#[test]
fn after_a_conflict_no_dateline_decides() {
    let page = |meta: &str| {
        format!(
            "<meta property='article:published_time' content='{meta}'><h1>Retrait</h1><p class='date'>3 mai 2024</p>\
             <div class='entry-content'><p>PORT-NEUF, 5 mai 2024 (APN) – {FIRST}</p><p>{SECOND}</p></div>"
        )
    };
    let published = |page: &str| read(page).published.map(|published| published.value);
    assert_eq!(published(&page("2019-01-12T10:00:00Z")), None);
    assert_eq!(published(&page("2024-05-03T10:00:00Z")).as_deref(), Some("2024-05-03T10:00"));
    let bare = format!("<h1>Retrait</h1><p>PORT-NEUF, 5 mai 2024 (APN) – {FIRST}</p><p>{SECOND}</p>");
    assert_eq!(published(&bare).as_deref(), Some("2024-05-05"));
}

#[test]
fn neighbouring_days_are_one_moment_or_a_conflict() {
    for (linked, meta, date) in [
        ("2024-05-03T22:10", "2024-05-04T01:10:00", Some("2024-05-03T22:10")),
        ("2024-05-03T22:35", "2024-05-04T04:10:00", None),
    ] {
        let page = format!(
            "<script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"datePublished\":\"{linked}\"}}</script>\
             <meta property='article:published_time' content='{meta}'><h1>Retrait</h1>\
             <div class='entry-content'><p>{FIRST}</p><p>{SECOND}</p></div>"
        );
        check(&page, &[FIRST, SECOND], date);
    }
}

#[test]
fn dates_of_what_stands_around_are_not_the_articles() {
    for around in [
        "<div class='navtop'><time datetime='2024-06-01T08:00'>samedi 1er juin 2024</time></div>",
        "<div id='wm-ipp-base'><span title='12:00 Jun 1, 2024'>1 Jun 2024</span></div>",
        "<dl class='postprofile'><dd>Inscrit : 01/06/2024</dd></dl>",
    ] {
        let page = format!(
            "{around}<h1>Retrait</h1><p class='date'>3 mai 2024</p><div class='entry-content'><p>{FIRST}</p>\
             <p>{SECOND}</p></div>"
        );
        check(&page, &[FIRST, SECOND], Some("2024-05-03"));
        let undated = page.replace("<p class='date'>3 mai 2024</p>", "");
        assert_eq!(read(&undated).published, None, "{around}");
    }
}

#[test]
fn a_date_later_than_the_last_change_is_none() {
    for (shown, date) in [("Updated: 2 May 2024", None), ("Updated: 4 May 2024", Some("2024-05-03"))] {
        let page = format!(
            "<meta name='date' content='2024-05-03'><h1>Retrait</h1><p class='stand'>{shown}</p>\
             <div class='entry-content'><p>{FIRST}</p><p>{SECOND}</p></div>"
        );
        assert_eq!(read(&page).published.map(|published| published.value).as_deref(), date, "{page}");
    }
}

#[test]
fn the_heading_for_readers_is_the_title() {
    for (page, title) in [
        // Search engines are given other words.
        (
            "<meta property='og:title' content='Frontière : retrait des bataillons | Le Phare'>\
             <h1 class='entry-title'>Deux bataillons quittent la frontière</h1><h2>Retrait des bataillons</h2>",
            "Deux bataillons quittent la frontière",
        ),
        // The site's name leads to its first page.
        (
            "<title>Cahiers du quai » Un retrait surprise</title><h1><a href='https://exemple.test/'>Cahiers du quai</a>\
             </h1><h2>Un retrait surprise</h2>",
            "Un retrait surprise",
        ),
        (
            "<title>Frontière: Un retrait surprise</title><h1><span class='kicker'>Frontière</span> : Un retrait surprise\
             </h1>",
            "Un retrait surprise",
        ),
        (
            "<meta property='og:site_name' content='Le Phare'><meta property='og:title' content='Un retrait surprise'>\
             <title>Un retrait surprise | Le Phare</title><h1>Un retrait surprise | Le Phare</h1>",
            "Un retrait surprise",
        ),
        // A heading about something else is not the title.
        ("<title>Un retrait surprise</title><h1>Nos partenaires locaux</h1>", "Un retrait surprise"),
    ] {
        assert_eq!(read(page).title.as_deref(), Some(title), "{page}");
    }
}

#[test]
fn dates_in_the_articles_own_boxes_count() {
    for dated in [
        "<aside class='meta' role='complementary'><p><time datetime='2024-05-03'>3 mai</time></p></aside>",
        "<div class='sidebar__main'><span><time>3 mai 2024</time></span></div>",
        "<blockquote class='quoted'><p>1 June 2024</p></blockquote><p class='date'>3 mai 2024</p>",
    ] {
        let page = format!(
            "<meta name='date' content='2024-05-09'><h1>Retrait</h1>{dated}<div class='entry-content'><p>{FIRST}</p>\
             <p>{SECOND}</p></div>"
        );
        assert_eq!(read(&page).published.map(|published| published.value).as_deref(), Some("2024-05-03"), "{dated}");
    }
    let far = format!(
        "<h1>Retrait</h1><div class='entry-content'>{}</div><div><p>Publié par la rédaction du Phare le 3 mai 2024</p></div>",
        format!("<p>{FIRST}</p><p>{SECOND} Encore.</p>").repeat(4)
    );
    assert_eq!(read(&far).published.map(|published| published.value).as_deref(), Some("2024-05-03"));
}

#[test]
fn labels_of_what_is_left_out_go_with_it() {
    let page = format!(
        "<h1>Retrait</h1><div class='entry-content'><p>{FIRST}</p><p>À lire sur ce sujet :</p><ul><li><a href='/1'>Une autre\
         affaire</a></li><li><a href='/2'>Encore une</a></li><li><a href='/3'>La troisième</a></li></ul><p>{SECOND}</p>\
         <p>Pour aller plus loin :</p></div>"
    );
    check(&page, &[FIRST, SECOND], None);
    let listed = format!(
        "<h1>Retrait</h1><div class='entry-content'><p>{FIRST}</p><p>Ce que l'on sait :</p><ul><li>Deux bataillons partent.\
         </li></ul><p>{SECOND}</p></div>"
    );
    check(&listed, &[FIRST, "Ce que l'on sait :", "Deux bataillons partent.", SECOND], None);
}
