//! Who may do what: one table of roles and nouns, read by every door.

use std::fmt;
use std::str::FromStr;

use kontor_kernel::{Cell, Column, ColumnKind, WrongCell, text_enum};
use serde::{Deserialize, Serialize};

text_enum! {
    /// What the bearer of a token does in the business.
    pub enum Role {
        /// Runs the business: may do everything.
        Owner = "owner",
        /// Takes orders at the counter and on the phone.
        Service = "service",
        /// Receives, counts and ships goods.
        Warehouse = "warehouse",
        /// Buys from suppliers.
        Purchasing = "purchasing",
        /// Invoices, matches payments, keeps the books.
        Accounting = "accounting",
        /// Reads figures; no names and addresses.
        Analyst = "analyst",
        /// An outside house that ships for the merchant.
        Partner = "partner",
        /// A shop, marketplace or other program that is connected.
        Integration = "integration",
    }
}

text_enum! {
    /// What a permission is about.
    pub enum Noun {
        /// The merchant itself.
        Org = "org",
        /// Tokens.
        Tokens = "tokens",
        /// The merchant's people: who works here, their roles and sessions.
        Members = "members",
        /// The journal's feed.
        Events = "events",
        /// Products and prices.
        Products = "products",
        /// Customers with names and addresses.
        Customers = "customers",
        /// Stock locations.
        Locations = "locations",
        /// Stock, receipts and adjustments.
        Stock = "stock",
        /// Orders.
        Orders = "orders",
        /// Shipments.
        Shipments = "shipments",
        /// Invoices and credit notes.
        Invoices = "invoices",
        /// Payments and refunds.
        Payments = "payments",
        /// Sales over the counter: order, goods, invoice and payment in one act.
        CounterSales = "counter_sales",
        /// Accounts, journal entries and reports of the books.
        Ledger = "ledger",
        /// What comes over from other programs, with all that followed from it there.
        Imports = "imports",
    }
}

/// How far a role's permission on a noun goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Access {
    Nothing,
    Read,
    Write,
}

const O: Access = Access::Nothing;
const R: Access = Access::Read;
const W: Access = Access::Write;

/// The table: what each role may do. Who may write may read.
#[rustfmt::skip]
const TABLE: &[(Noun, [Access; 8])] = &[
    //                     owner  service  warehouse  purchasing  accounting  analyst  partner  integration
    (Noun::Org,          [ W,     R,       R,         R,          R,          R,       R,       R ]),
    (Noun::Tokens,       [ W,     O,       O,         O,          O,          O,       O,       O ]),
    (Noun::Members,      [ W,     O,       O,         O,          O,          O,       O,       O ]),
    (Noun::Events,       [ R,     R,       R,         R,          R,          R,       R,       R ]),
    (Noun::Products,     [ W,     R,       R,         W,          R,          R,       O,       W ]),
    (Noun::Customers,    [ W,     W,       R,         O,          W,          O,       O,       W ]),
    (Noun::Locations,    [ W,     R,       W,         R,          R,          R,       O,       R ]),
    (Noun::Stock,        [ W,     R,       W,         W,          R,          R,       O,       W ]),
    (Noun::Orders,       [ W,     W,       R,         R,          R,          R,       O,       W ]),
    (Noun::Shipments,    [ W,     R,       W,         R,          R,          R,       W,       R ]),
    (Noun::Invoices,     [ W,     R,       O,         O,          W,          R,       O,       R ]),
    (Noun::Payments,     [ W,     R,       O,         O,          W,          R,       O,       W ]),
    (Noun::CounterSales, [ W,     W,       O,         O,          O,          O,       O,       W ]),
    (Noun::Ledger,       [ W,     O,       O,         O,          W,          R,       O,       O ]),
    (Noun::Imports,      [ W,     O,       O,         O,          O,          O,       O,       W ]),
];

/// One permission: `orders:read` or `orders:write`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Scope {
    noun: Noun,
    writes: bool,
}

/// A text is no scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadScope;

impl fmt::Display for BadScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let nouns: Vec<&str> = Noun::ALL.iter().map(|noun| noun.as_str()).collect();
        write!(f, "expected scopes such as orders:read or orders:write, of {}", nouns.join(", "))
    }
}

impl std::error::Error for BadScope {}

impl Scope {
    /// To read a noun.
    #[must_use]
    pub const fn read(noun: Noun) -> Self {
        Self { noun, writes: false }
    }

    /// To read and change a noun.
    #[must_use]
    pub const fn write(noun: Noun) -> Self {
        Self { noun, writes: true }
    }

    /// What somebody must be allowed to see events of this kind.
    #[must_use]
    pub fn of_event(kind: &str) -> Self {
        Self::read(noun_of_event(kind))
    }

    /// What it is about.
    #[must_use]
    pub const fn noun(self) -> Noun {
        self.noun
    }

    fn access(self) -> Access {
        if self.writes { Access::Write } else { Access::Read }
    }
}

/// What an event is about, by its kind. What is on no list is for those who keep the books.
fn noun_of_event(kind: &str) -> Noun {
    const NOUNS: &[(&str, Noun)] = &[
        ("identity.org", Noun::Org),
        ("identity.token", Noun::Tokens),
        ("identity.", Noun::Members),
        ("catalog.", Noun::Products),
        ("customers.", Noun::Customers),
        ("inventory.location", Noun::Locations),
        ("inventory.", Noun::Stock),
        ("orders.", Noun::Orders),
        ("fulfilment.", Noun::Shipments),
        ("billing.paid", Noun::Payments),
        ("billing.refunded", Noun::Payments),
        ("billing.", Noun::Invoices),
        ("ledger.", Noun::Ledger),
    ];
    NOUNS.iter().find(|(start, _)| kind.starts_with(start)).map_or(Noun::Ledger, |(_, noun)| *noun)
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.noun, if self.writes { "write" } else { "read" })
    }
}

impl FromStr for Scope {
    type Err = BadScope;
    fn from_str(text: &str) -> Result<Self, BadScope> {
        let (noun, access) = text.split_once(':').ok_or(BadScope)?;
        let noun = noun.parse().map_err(|_| BadScope)?;
        match access {
            "read" => Ok(Self::read(noun)),
            "write" => Ok(Self::write(noun)),
            _ => Err(BadScope),
        }
    }
}

/// The scopes of a token, sorted, none twice. Empty means: all that the role may do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scopes {
    scopes: Vec<Scope>,
    /// The same separated by blanks: how they stand in a column and in the journal.
    text: Box<str>,
}

impl Scopes {
    /// Of any number of scopes.
    #[must_use]
    pub fn new(mut scopes: Vec<Scope>) -> Self {
        scopes.sort_unstable();
        scopes.dedup();
        let words: Vec<String> = scopes.iter().map(Scope::to_string).collect();
        Self { scopes, text: words.join(" ").into() }
    }

    /// Whether none is named.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.scopes.is_empty()
    }

    /// The scopes.
    pub fn iter(&self) -> impl Iterator<Item = Scope> {
        self.scopes.iter().copied()
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl FromStr for Scopes {
    type Err = BadScope;
    /// Scopes separated by blanks or commas.
    fn from_str(text: &str) -> Result<Self, BadScope> {
        let words = text.split([' ', ',']).filter(|word| !word.is_empty());
        words.map(str::parse).collect::<Result<Vec<Scope>, _>>().map(Self::new)
    }
}

impl Serialize for Scopes {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for Scopes {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl Column for Scopes {
    const KIND: ColumnKind = ColumnKind::Text;
    fn to_cell(&self) -> Cell<'_> {
        Cell::Text(&self.text)
    }
    fn from_cell(cell: Cell<'_>) -> Result<Self, WrongCell> {
        match cell {
            Cell::Text(text) => text.parse().map_err(|_| WrongCell { expected: "scopes" }),
            _ => Err(WrongCell { expected: "scopes" }),
        }
    }
}

/// What somebody may do: one bit a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rights(u32);

impl Rights {
    /// Everything: the operator at the command line.
    pub const ALL: Self = Self(u32::MAX);
    /// Nothing: nobody is signed in.
    pub const NONE: Self = Self(0);

    /// What a role may do.
    #[must_use]
    pub fn of_role(role: Role) -> Self {
        let column = Role::ALL.iter().position(|other| *other == role);
        let allowed = TABLE.iter().flat_map(|(noun, accesses)| {
            let access = column.and_then(|column| accesses.get(column)).copied().unwrap_or(Access::Nothing);
            [Scope::read(*noun), Scope::write(*noun)]
                .into_iter()
                .filter(move |scope| scope.access() <= access)
        });
        allowed.fold(Self(0), Self::with)
    }

    /// What a token may do: what its role may, and of that only its scopes, when it names any.
    #[must_use]
    pub fn of_token(role: Role, scopes: &Scopes) -> Self {
        let of_role = Self::of_role(role);
        if scopes.is_empty() { of_role } else { Self(of_role.0 & Self::of_scopes(scopes).0) }
    }

    /// What scopes name; who may write may read.
    #[must_use]
    pub fn of_scopes(scopes: &Scopes) -> Self {
        scopes.iter().fold(Self(0), |rights, scope| rights.with(Scope::read(scope.noun)).with(scope))
    }

    /// A number that is the same for the same rights.
    #[must_use]
    pub fn bits(self) -> u64 {
        self.0.into()
    }

    fn with(self, scope: Scope) -> Self {
        Self(self.0 | bit(scope))
    }

    /// Whether the scope is among them.
    #[must_use]
    pub fn allow(self, scope: Scope) -> bool {
        self.0 & bit(scope) != 0
    }

    /// Whether all of the other rights are among them.
    #[must_use]
    pub fn cover(self, other: Self) -> bool {
        other.0 & !self.0 == 0
    }
}

fn bit(scope: Scope) -> u32 {
    let noun = Noun::ALL.iter().position(|noun| *noun == scope.noun).unwrap_or(0);
    1_u32.checked_shl(u32::try_from(noun * 2 + usize::from(scope.writes)).unwrap_or(u32::MAX)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_every_noun_once_and_every_role() {
        let nouns: Vec<Noun> = TABLE.iter().map(|(noun, _)| *noun).collect();
        assert_eq!(nouns, Noun::ALL);
        assert!(Noun::ALL.len() * 2 <= 32, "a noun takes two bits of 32");
        assert!(TABLE.iter().all(|(_, accesses)| accesses.len() == Role::ALL.len()));
    }

    #[test]
    fn a_role_may_what_the_table_says() {
        let may = |role, scope: &str| Rights::of_role(role).allow(scope.parse().unwrap());
        assert!(Noun::ALL.iter().all(|noun| Rights::of_role(Role::Owner).allow(Scope::read(*noun))));
        assert!(may(Role::Owner, "tokens:write"));
        assert!(may(Role::Warehouse, "shipments:write") && may(Role::Warehouse, "orders:read"));
        assert!(!may(Role::Warehouse, "orders:write") && !may(Role::Warehouse, "ledger:read"));
        assert!(!may(Role::Analyst, "customers:read") && !may(Role::Integration, "tokens:read"));
        for role in Role::ALL {
            assert_eq!(
                may(*role, "imports:write"),
                matches!(role, Role::Owner | Role::Integration),
                "{role}"
            );
        }
    }

    #[test]
    fn scopes_narrow_a_role_and_never_widen_it() {
        let rights = |role, scopes: &str| Rights::of_token(role, &scopes.parse().unwrap());
        let shop = rights(Role::Integration, "orders:write stock:read ledger:write");
        let may = |scope: &str| shop.allow(scope.parse().unwrap());
        assert!(may("orders:write") && may("orders:read") && may("stock:read"));
        assert!(!may("stock:write") && !may("products:read") && !may("ledger:read"));
        assert_eq!(rights(Role::Service, ""), Rights::of_role(Role::Service));
    }

    #[test]
    fn scopes_are_read_in_any_order_and_kept_in_one() {
        let scopes: Scopes = "stock:read, orders:write orders:write".parse().unwrap();
        assert_eq!(scopes.to_string(), "stock:read orders:write");
        for bad in ["orders", "orders:", "orders:delete", "order:read", ":read", "orders:read:write"] {
            assert!(bad.parse::<Scopes>().is_err(), "{bad}");
        }
    }
}
