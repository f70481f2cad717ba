use super::flows::operators::Operators;
use super::vestibule::Vestibule;

impl Vestibule {
    /// Who runs the instance: the users whom the dashboard at `/admin` lets in.
    ///
    /// ```no_run
    /// # use vestibule::server::{OperatorRole, Vestibule};
    /// # async fn run(vestibule: Vestibule) -> Result<(), Box<dyn std::error::Error>> {
    /// let link = vestibule.operators().invite(OperatorRole::Support).await?;
    /// let shown_once = link.url.expose();
    /// # Ok(())
    /// # }
    /// ```
    pub fn operators(&self) -> Operators<'_> {
        Operators(self)
    }
}
