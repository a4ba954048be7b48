//! Can a unit of claims tell the event? Agreement adds, conflict subtracts, two conflicts veto.

use super::unit::{Features, Where};

/// The least score of a unit that joins an event.
pub(super) const JOINS: i32 = 4;
/// Points closer than this are one place (a town and its airfield).
const ONE_PLACE_KM: f64 = 25.0;

/// What is known of unit and event beside their features.
#[derive(Clone, Copy, Default)]
pub(super) struct Together {
    /// The event holds claims of the unit's report, which the report itself did not link.
    pub(super) report: bool,
    /// The event holds claims of the unit's copy group.
    pub(super) group: bool,
}

/// How well a unit fits an event; `None` when it cannot be the same.
///
/// A party, the place or the day may be in conflict when all the rest agrees well: that is how a contested event looks
/// (« l'attaque » told by either side, 6 August here and 7 August there). Two such conflicts are two events.
pub(super) fn score(unit: &Features, event: &Features, together: Together) -> Option<i32> {
    let mut tally = Tally::default();
    compare_parties(unit, event, &mut tally);
    compare_days(unit, event, together, &mut tally)?;
    compare_places(unit.place.as_ref(), event.place.as_ref(), &mut tally);
    compare_figures(unit, event, &mut tally);
    if !unit.modes.is_empty() && !event.modes.is_empty() {
        let shared = unit.modes.iter().any(|mode| event.modes.contains(mode));
        tally.points += if shared { 1 } else { -2 };
    }
    if unit.historical != event.historical {
        tally.points -= 3;
    }
    if together.group {
        tally.points += 2;
    } else if together.report {
        // The report tells them as two; only plain agreement outweighs that.
        tally.points -= 1;
    }
    (tally.conflicts <= 1 && tally.anchors > 0).then_some(tally.points)
}

#[derive(Default)]
struct Tally {
    points: i32,
    conflicts: u32,
    /// Parties or places that agree: a day alone does not make an event.
    anchors: u32,
}

impl Tally {
    fn agree(&mut self, points: i32) {
        self.points += points;
        self.anchors += 1;
    }

    fn conflict(&mut self) {
        self.points -= 4;
        self.conflicts += 1;
    }
}

fn compare_parties(unit: &Features, event: &Features, tally: &mut Tally) {
    if unit.mutual || event.mutual {
        let (ours, theirs) = (unit.parties(), event.parties());
        let shared = ours.iter().filter(|key| theirs.contains(key)).count();
        match (ours.len(), theirs.len()) {
            (0, _) | (_, 0) => {}
            _ if ours == theirs && shared >= 2 => tally.agree(4),
            _ if shared >= 2 => tally.agree(3),
            (1, _) | (_, 1) if shared == 1 => tally.agree(1),
            _ => tally.conflict(),
        }
        return;
    }
    for (ours, theirs) in [(&unit.actors, &event.actors), (&unit.recipients, &event.recipients)] {
        if ours.is_empty() || theirs.is_empty() {
            continue;
        }
        if ours == theirs {
            tally.agree(2);
        } else if ours.iter().any(|key| theirs.contains(key)) {
            tally.agree(1);
        } else {
            tally.conflict();
        }
    }
}

fn compare_days(unit: &Features, event: &Features, together: Together, tally: &mut Tally) -> Option<()> {
    if let (Some(ours), Some(theirs)) = (unit.days, event.days) {
        let gap = (ours.0 - theirs.1).max(theirs.0 - ours.1);
        match gap {
            ..=0 if ours == theirs && ours.0 == ours.1 => tally.points += 3,
            ..=0 => tally.points += 1,
            // A night between two days, or one of two accounts.
            1 => tally.conflict(),
            _ => return None,
        }
        return Some(());
    }
    match (unit.window, event.window) {
        (Some(ours), Some(theirs)) if ours.0 <= theirs.1 && theirs.0 <= ours.1 => Some(()),
        // Copies tell the same whatever their dates.
        _ => together.group.then_some(()),
    }
}

fn compare_places(ours: Option<&Where>, theirs: Option<&Where>, tally: &mut Tally) {
    let (Some(ours), Some(theirs)) = (ours, theirs) else { return };
    if ours.name == theirs.name {
        tally.agree(if ours.fine { 3 } else { 1 });
        return;
    }
    let other_country = ours.country.is_some() && theirs.country.is_some() && ours.country != theirs.country;
    if other_country {
        tally.conflict();
        return;
    }
    if let (true, true, Some(a), Some(b)) = (ours.fine, theirs.fine, ours.point, theirs.point) {
        if km(a, b) <= ONE_PLACE_KM {
            tally.agree(3)
        } else {
            tally.conflict()
        }
        return;
    }
    if ours.whole_country || theirs.whole_country {
        // Inside the country: says little for it and nothing against it.
        return;
    }
    if ours.fine != theirs.fine {
        // A town and a region of one country: the one may hold the other.
        return;
    }
    tally.conflict();
}

fn compare_figures(unit: &Features, event: &Features, tally: &mut Tally) {
    let mut best = 0;
    for &(kind, low, high) in &unit.figures {
        for &(_, event_low, event_high) in event.figures.iter().filter(|figure| figure.0 == kind) {
            let overlap = low.max(event_low) <= high.min(event_high);
            // Small numbers agree by chance.
            let points = match overlap {
                true if low >= 3 => 3,
                true => 1,
                false => -1,
            };
            best = if best == 0 { points } else { best.max(points) };
        }
    }
    tally.points += best;
}

/// Great-circle distance in km.
pub(crate) fn km(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (lat_a, lat_b) = (a.0.to_radians(), b.0.to_radians());
    let half_lat = (lat_b - lat_a) / 2.0;
    let half_lon = (b.1 - a.1).to_radians() / 2.0;
    let chord = half_lat.sin().powi(2) + lat_a.cos() * lat_b.cos() * half_lon.sin().powi(2);
    2.0 * 6371.0 * chord.sqrt().min(1.0).asin()
}
