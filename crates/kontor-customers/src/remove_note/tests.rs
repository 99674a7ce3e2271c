//! Only notes about customers are removed here.

use kontor_store::Room;
use kontor_testkit::on_both;

use super::RemoveNote;
use crate::model::NoteId;
use crate::note::WriteNote;
use crate::samples::anna;

fn rooms() -> Vec<Room> {
    vec![crate::room()]
}

#[test]
fn a_note_is_removed_once_and_its_text_is_gone() {
    on_both(rooms, |db| async move {
        let customer = db.submit(anna()).await.unwrap().answer.customer;
        assert_eq!(db.refused(RemoveNote { note: NoteId::new(customer.raw()) }).await, "unknown_note");
        let text = "Never mind.".to_owned();
        let note = db.submit(WriteNote { customer, text, salt: [1; 16] }).await.unwrap().answer;
        assert_eq!(db.submit(RemoveNote { note }).await.unwrap().answer, note);
        assert_eq!(db.refused(RemoveNote { note }).await, "unknown_note");
        assert_eq!(crate::notes::of(&db.reads, db.org, customer).await.unwrap(), []);
    });
}
