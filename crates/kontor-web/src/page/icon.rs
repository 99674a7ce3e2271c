//! Simple line icons on a grid of 16, drawn with the colour of the text around them.

use maud::{Markup, html};

/// What an icon stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    /// What needs a person today.
    Today,
    /// A list of things to be done.
    Orders,
    /// Something new.
    New,
    /// A till.
    Counter,
    /// A box on a shelf.
    Stock,
    /// A price tag.
    Products,
    /// People.
    Customers,
    /// A slip of paper with a torn edge.
    Invoice,
    /// A card.
    Payment,
    /// A book.
    Ledger,
    /// A truck.
    Shipping,
    /// Sliders.
    Settings,
    /// A shield.
    Audit,
    /// A lens.
    Search,
    /// A pin on a map.
    Locations,
    /// One person.
    User,
    /// A door.
    SignOut,
    /// A disc, half of it dark.
    Theme,
    /// Lines set close.
    Density,
    /// A triangle.
    Warning,
    /// Three dots.
    More,
    /// A cross.
    Close,
    /// A printer.
    Print,
    /// A tray with an arrow into it.
    Download,
    /// A key of a keyboard.
    Keyboard,
    /// Columns of a chart.
    Figures,
}

impl Icon {
    /// All of them.
    pub const ALL: [Self; 26] = [
        Self::Today,
        Self::Orders,
        Self::New,
        Self::Counter,
        Self::Stock,
        Self::Products,
        Self::Customers,
        Self::Invoice,
        Self::Payment,
        Self::Ledger,
        Self::Shipping,
        Self::Settings,
        Self::Audit,
        Self::Search,
        Self::Locations,
        Self::User,
        Self::SignOut,
        Self::Theme,
        Self::Density,
        Self::Warning,
        Self::More,
        Self::Close,
        Self::Print,
        Self::Download,
        Self::Keyboard,
        Self::Figures,
    ];

    /// The icon of a name, such as `orders` or `sign-out`; three dots when there is none.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self::ALL.into_iter().find(|icon| icon.name() == name).unwrap_or(Self::More)
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Today => "today",
            Self::Orders => "orders",
            Self::New => "new",
            Self::Counter => "counter",
            Self::Stock => "stock",
            Self::Products => "products",
            Self::Customers => "customers",
            Self::Invoice => "invoice",
            Self::Payment => "payment",
            Self::Ledger => "ledger",
            Self::Shipping => "shipping",
            Self::Settings => "settings",
            Self::Audit => "audit",
            Self::Search => "search",
            Self::Locations => "locations",
            Self::User => "user",
            Self::SignOut => "sign-out",
            Self::Theme => "theme",
            Self::Density => "density",
            Self::Warning => "warning",
            Self::More => "more",
            Self::Close => "close",
            Self::Print => "print",
            Self::Download => "download",
            Self::Keyboard => "keyboard",
            Self::Figures => "figures",
        }
    }

    fn path(self) -> &'static str {
        match self {
            Self::Today => "M2.5 3.5h11v10h-11zM2.5 6.7h11M5.5 2v3M10.5 2v3M6.2 10.3l1.3 1.3 2.4-2.6",
            Self::Orders => "M2.5 4h11M2.5 8h11M2.5 12h7",
            Self::New => "M8 3v10M3 8h10",
            Self::Counter => "M3 8h10l1 5.5H2zM5 8V2.5h6V8M5.7 10.7h.1M8 10.7h.1M10.2 10.7h.1M7 5h2",
            Self::Stock => "M8 1.8l5.5 3v6.4L8 14.2l-5.5-3V4.8zM2.5 4.8L8 7.8l5.5-3M8 7.8v6.4",
            Self::Products => "M2.5 2.5h5.2l6 6-5.2 5.2-6-6zM5.4 5.4h.1",
            Self::Customers => {
                "M6 7.3a2.4 2.4 0 1 0 0-4.8 2.4 2.4 0 0 0 0 4.8zM1.5 13.5c0-2.5 2-4 4.5-4s4.5 1.5 4.5 4\
                 M10.6 2.8a2.4 2.4 0 0 1 0 4.2M12.1 9.9c1.5.6 2.4 1.9 2.4 3.6"
            }
            Self::Invoice => "M3.5 1.8h9v12.4l-1.5-1-1.5 1-1.5-1-1.5 1-1.5-1-1.5 1zM6 5.2h4M6 8.2h4",
            Self::Payment => "M1.8 3.5h12.4v9H1.8zM1.8 6.5h12.4M4.2 10h2.6",
            Self::Ledger => "M12.8 13.5H4.5a1.5 1.5 0 0 1 0-3h8.3v-8H4.5A1.5 1.5 0 0 0 3 4v8M6 5.5h4",
            Self::Shipping => {
                "M1.5 3.5h8v8h-8zM9.5 6h2.7l2.3 2.7v2.8h-5M5.6 12a1.3 1.3 0 1 1-2.6 0 1.3 1.3 0 0 1 2.6 0z\
                 M13 12a1.3 1.3 0 1 1-2.6 0 1.3 1.3 0 0 1 2.6 0z"
            }
            Self::Settings => "M2 4.5h7.2M12.3 4.5H14M2 11.5h1.7M6.8 11.5H14M10.7 3v3M5.2 10v3",
            Self::Audit => "M8 1.8l5 1.9v4c0 3-2 5.3-5 6.5-3-1.2-5-3.5-5-6.5v-4zM5.8 7.9l1.6 1.6 2.9-3",
            Self::Search => "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.7 10.7L14 14",
            Self::Locations => {
                "M8 14.3s4.7-4.2 4.7-7.8a4.7 4.7 0 0 0-9.4 0c0 3.6 4.7 7.8 4.7 7.8z\
                 M8 8.2A1.7 1.7 0 1 0 8 4.8a1.7 1.7 0 0 0 0 3.4z"
            }
            Self::User => "M8 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2.5 14c0-2.7 2.4-4.3 5.5-4.3s5.5 1.6 5.5 4.3",
            Self::SignOut => "M6.5 2.5h-4v11h4M10 5l3 3-3 3M13 8H6",
            Self::Theme => "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 2v12M8 5h4.8M8 8h6M8 11h4.8",
            Self::Density => "M2 3h12M2 6.3h12M2 9.7h12M2 13h12",
            Self::Warning => "M8 2.2l6.5 11.3h-13zM8 6.5v3.2M8 11.6h.1",
            Self::More => "M3 8h.1M8 8h.1M13 8h.1",
            Self::Close => "M4 4l8 8M12 4l-8 8",
            Self::Print => "M4.5 6V2h7v4M4.5 11.5H2V6h12v5.5h-2.5M4.5 9.5h7V14h-7z",
            Self::Download => "M8 2v8M4.8 7L8 10.2 11.2 7M2.5 13.5h11",
            Self::Keyboard => "M1.5 3.5h13v9h-13zM4.5 6.5h.1M8 6.5h.1M11.5 6.5h.1M4.5 9.7h7",
            Self::Figures => "M2.5 13.5h11M4.5 13.5V8M8 13.5v-11M11.5 13.5V6",
        }
    }
}

/// An icon. It says nothing to a screen reader: a word stands beside it, or the control it is in has a label.
#[must_use]
pub fn icon(icon: Icon) -> Markup {
    html! {
        svg.icon viewBox="0 0 16 16" aria-hidden="true" focusable="false" { path d=(icon.path()) {} }
    }
}
