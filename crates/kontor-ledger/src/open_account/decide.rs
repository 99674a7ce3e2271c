//! The decision: pure, from the rows it names to the event it records.

use kontor_kernel::{Context, check_text, limits, rejects};
use kontor_store::{Command, Desk, Fault, Recorded, Stop};

use super::OpenAccount;
use crate::events::{AccountAdded, NewAccount};
use crate::model::AccountNumber;
use crate::records::LedgerTables;
use crate::rules;

rejects! {
    /// Why an account is not added, in the order of the checks. Between them comes `ledger_not_open` of
    /// [`rules::Reject`].
    pub enum Reject {
        /// Rule 1.
        BadName { place: &'static str } at "{place}" => 422, "bad_account_name", "An account's name must be 1 to 200 characters of plain text."
                | "Der Name eines Kontos hat 1 bis 200 einfache Zeichen.";
        /// Rule 3.
        NumberTaken { number: AccountNumber } at "number" => 409, "account_number_taken", "There is an account {number} already: choose another number."
                | "Das Konto {number} gibt es schon: wählen Sie eine andere Nummer.";
    }
}

impl Command for OpenAccount {
    type Answer = NewAccount;

    fn decide(&self, desk: &mut Desk, _: &Context) -> Result<(), Stop> {
        let name_de = name("name_de", &self.name_de)?;
        let name_en = match &self.name_en {
            Some(name_en) => name("name_en", name_en)?,
            None => name_de.clone(),
        };
        let number = self.number;
        desk.ledger_settings().want(&());
        desk.ledger_accounts().want(&(number,));
        desk.ready()?;
        rules::next_entry(desk)?;
        if desk.ledger_accounts().find(&(number,))?.is_some() {
            return Err(Reject::NumberTaken { number }.into());
        }
        desk.record(AccountAdded {
            account: NewAccount { number, name_de, name_en, kind: self.kind, role: None },
        })
    }

    fn answer(recorded: &Recorded) -> Result<NewAccount, Fault> {
        Ok(recorded.the::<AccountAdded>()?.account.clone())
    }
}

fn name(place: &'static str, text: &str) -> Result<String, Reject> {
    check_text(text, limits::TEXT_CHARS).map(str::to_owned).map_err(|_| Reject::BadName { place })
}
