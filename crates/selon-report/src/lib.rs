//! Bytes → [`Report`](selon_types::Report): decoding, language, title, publication date. Everything hostile stops here.
