//! The decision: pure, from the row it names to the event it records.

use kontor_kernel::{Context, rejects};
use kontor_store::{Command, Desk, Fault, Recorded, Stop};

use super::ChangeProduct;
use crate::events::ProductChanged;
use crate::model::ProductId;
use crate::records::{CatalogTables, Product};
use crate::rules;

rejects! {
    /// Why a product is not changed, before [`rules::PriceReject`].
    pub enum Reject {
        /// Rule 1.
        NothingToChange => 422, "nothing_to_change", "Nothing is given to change: send name, price, price_base, tax_class, out_of_stock or archived.";
        /// Rule 2.
        UnknownProduct { product: ProductId } => 404, "unknown_product", "There is no product {product}: check the id.";
    }
}

impl Command for ChangeProduct {
    type Answer = ();

    fn decide(&self, desk: &mut Desk, _: &Context) -> Result<(), Stop> {
        let asked = self.asked();
        if is_empty(&asked) {
            return Err(Reject::NothingToChange.into());
        }
        let key = (self.sku.clone(),);
        desk.products().want(&key);
        desk.ready()?;
        let product = desk.products().find(&key)?.filter(|product| product.id == self.product);
        let product = product.ok_or(Reject::UnknownProduct { product: self.product })?;
        rules::check_price(
            self.price.unwrap_or(product.price),
            self.price_base.unwrap_or(product.price_base),
        )?;
        let change = only_what_differs(asked, product);
        if is_empty(&change) { Ok(()) } else { desk.record(change) }
    }

    fn answer(_: &Recorded) -> Result<(), Fault> {
        Ok(())
    }
}

impl ChangeProduct {
    /// All that is asked for, as an event.
    fn asked(&self) -> ProductChanged {
        ProductChanged {
            product: self.product,
            sku: self.sku.clone(),
            name: self.name.clone(),
            price: self.price,
            price_base: self.price_base,
            tax_class: self.tax_class,
            out_of_stock: self.out_of_stock,
            archived: self.archived,
        }
    }
}

/// Rule 4: what is already so is left out.
fn only_what_differs(asked: ProductChanged, product: &Product) -> ProductChanged {
    ProductChanged {
        name: asked.name.filter(|name| *name != product.name),
        price: asked.price.filter(|price| *price != product.price),
        price_base: asked.price_base.filter(|base| *base != product.price_base),
        tax_class: asked.tax_class.filter(|class| *class != product.tax_class),
        out_of_stock: asked.out_of_stock.filter(|policy| *policy != product.out_of_stock),
        archived: asked.archived.filter(|archived| *archived != product.archived),
        ..asked
    }
}

fn is_empty(change: &ProductChanged) -> bool {
    change.name.is_none()
        && change.price.is_none()
        && change.price_base.is_none()
        && change.tax_class.is_none()
        && change.out_of_stock.is_none()
        && change.archived.is_none()
}
