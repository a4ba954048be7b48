//! Words of the wire format for the closed lists.

/// A closed list whose members are written with one fixed word each in every output.
pub trait Label: Sized + Copy + 'static {
    /// Every member, in the order of the wire format's documentation.
    const ALL: &'static [Self];

    /// The word of this member.
    fn label(self) -> &'static str;

    /// The member with this word.
    fn from_label(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|member| member.label() == word)
    }
}

/// Declares an enum together with the word of each member.
macro_rules! labels {
    ($(#[$outer:meta])* $name:ident { $($(#[$inner:meta])* $member:ident = $word:literal),+ $(,)? }) => {
        $(#[$outer])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$inner])* $member),+ }

        impl $crate::Label for $name {
            const ALL: &'static [Self] = &[$($name::$member),+];
            fn label(self) -> &'static str {
                match self { $($name::$member => $word),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str($crate::Label::label(*self))
            }
        }
    };
}
pub(crate) use labels;
