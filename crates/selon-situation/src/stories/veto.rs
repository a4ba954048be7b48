//! What keeps two reports that tell alike out of one story: the same kind of event at another place or on another day.

use selon_types::VetoKind;

use super::profile::Profile;
use crate::day::day_text;

/// Events whose places all lie farther apart are two events.
const FAR_KM: f64 = 300.0;
/// Events whose days all lie farther apart are two events.
const APART_DAYS: u32 = 10;

/// So much alike are tellings of one event only, whatever was read of their places.
const BEYOND_DOUBT: f64 = 0.35;

/// The reason, if there is one, and what each of the two tells.
pub(super) fn veto(here: &Profile, there: &Profile, likeness: f64) -> Option<(VetoKind, String, String)> {
    if here.tells_another_day(there) {
        return Some((VetoKind::Date, day_words(here), day_words(there)));
    }
    if likeness >= BEYOND_DOUBT {
        return None;
    }
    if here.shares_no_name(there) {
        return Some((VetoKind::Actors, here.name_words.join(", "), there.name_words.join(", ")));
    }
    if let (false, false) = (here.days.is_empty(), there.days.is_empty()) {
        let nearest = here.days.iter().flat_map(|day| there.days.iter().map(move |other| day.abs_diff(*other))).min();
        if nearest.is_some_and(|days| days > APART_DAYS) {
            return Some((VetoKind::Date, day_words(here), day_words(there)));
        }
    }
    if here.places.is_empty() || there.places.is_empty() || here.names_place_of(there) || there.names_place_of(here) {
        return None;
    }
    let are_all_far =
        here.places.iter().all(|place| there.places.iter().all(|other| distance_km(place.at, other.at) > FAR_KM));
    are_all_far.then(|| (VetoKind::Place, place_names(here), place_names(there)))
}

fn day_words(profile: &Profile) -> String {
    profile.days.iter().map(|day| day_text(*day)).collect::<Vec<_>>().join(", ")
}

fn place_names(profile: &Profile) -> String {
    profile.places.iter().map(|place| place.name.as_str()).collect::<Vec<_>>().join(", ")
}

/// Great-circle distance (haversine) on a sphere of 6,371 km.
fn distance_km(here: (f64, f64), there: (f64, f64)) -> f64 {
    let (lat, other) = (here.0.to_radians(), there.0.to_radians());
    let (d_lat, d_lon) = (other - lat, (there.1 - here.1).to_radians());
    let a = (d_lat / 2.0).sin().powi(2) + lat.cos() * other.cos() * (d_lon / 2.0).sin().powi(2);
    2.0 * 6371.0 * a.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_those_of_the_sphere() {
        let km = distance_km((48.8566, 2.3522), (52.52, 13.405));
        assert!((870.0..885.0).contains(&km), "Paris–Berlin: {km}");
        assert!(distance_km((10.0, 179.9), (10.0, -179.9)) < 25.0);
    }
}
