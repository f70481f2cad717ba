use super::flows::organizations::Organizations;
use super::vestibule::Vestibule;

impl Vestibule {
    /// Organizations, who belongs to them, and what they may do there.
    ///
    /// ```no_run
    /// # use vestibule::server::{NewOrganizationInvitation, Vestibule};
    /// # async fn run(vestibule: Vestibule, ada: &str, grace: &str) -> Result<(), Box<dyn std::error::Error>> {
    /// let organizations = vestibule.organizations();
    /// let acme = organizations.acting_as(ada).create("Acme", None).await?;
    /// organizations.add_member(&acme.id, grace, "org:member").await?;
    /// let new = NewOrganizationInvitation::to("hedy@example.com");
    /// organizations.acting_as(ada).invitations().create(&acme.id, &new).await?;
    /// assert!(organizations.may(ada, &acme.id, "org:sys_memberships:manage").await?);
    /// // Grace may not: she is no admin.
    /// assert!(organizations.acting_as(grace).remove_member(&acme.id, ada).await.is_err());
    /// # Ok(())
    /// # }
    /// ```
    pub fn organizations(&self) -> Organizations<'_> {
        Organizations(self)
    }
}
