//! The same accounts with other places for their variables.

use super::Accounts;
use crate::expression::{Expression, Node};
use crate::model::VariableId;

impl Accounts {
    /// Every variable replaced by what `new` gives for it.
    #[must_use]
    pub(crate) fn renamed(mut self, new: &dyn Fn(VariableId) -> VariableId) -> Self {
        let one = |id: &mut VariableId| *id = new(*id);
        let every = |expression: &mut Expression| *expression = renamed(expression, new);
        self.currencies
            .iter_mut()
            .filter_map(|known| known.rate.as_mut())
            .for_each(one);
        for sector in &mut self.sectors {
            one(&mut sector.lending);
            one(&mut sector.worth);
        }
        for instrument in &mut self.instruments {
            one(&mut instrument.outstanding);
            instrument.price.iter_mut().for_each(one);
            instrument.pays.iter_mut().for_each(every);
            for ladder in instrument.ladder.iter_mut() {
                let own = [&mut ladder.yield_, &mut ladder.face, &mut ladder.coupon];
                own.into_iter().for_each(one);
                [&mut ladder.clean, &mut ladder.price]
                    .into_iter()
                    .for_each(one);
            }
        }
        self.holdings
            .iter_mut()
            .for_each(|known| one(&mut known.stock));
        for flow in &mut self.flows {
            one(&mut flow.amount);
            flow.against
                .iter_mut()
                .for_each(|against| every(&mut against.rate));
        }
        for closure in &mut self.closures {
            closure.regime.iter_mut().for_each(one);
            for option in &mut closure.options {
                every(&mut option.left);
                every(&mut option.right);
                one(&mut option.solve);
            }
        }
        self.openings
            .iter_mut()
            .for_each(|known| one(&mut known.variable));
        for (stock, stated) in &mut self.reconciled {
            one(stock);
            stated.iter_mut().for_each(every);
        }
        self
    }
}

fn renamed(expression: &Expression, new: &dyn Fn(VariableId) -> VariableId) -> Expression {
    let nodes = expression.nodes().iter().map(|node| match *node {
        Node::Variable { variable, lag } => Node::Variable {
            variable: new(variable),
            lag,
        },
        other => other,
    });
    Expression::new(nodes.collect())
}
