use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

macro_rules! elements {
    ($($element:ident $name:literal)*) => {
        /// A part of the components, by Clerk's key for it: it has the class `vst-` and that key.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Element {
            $(#[doc = concat!("`vst-", $name, "`.")]
            $element,)*
        }

        impl Element {
            /// All there are.
            pub const ALL: &[Self] = &[$(Self::$element,)*];

            /// Its key.
            pub const fn key(self) -> &'static str {
                match self {
                    $(Self::$element => $name,)*
                }
            }
        }
    };
}

elements! {
    AccountSwitcherActionButton "accountSwitcherActionButton"
    AccountSwitcherActionButtonIcon "accountSwitcherActionButtonIcon"
    AccountSwitcherActionButtonIconBox "accountSwitcherActionButtonIconBox"
    Alert "alert"
    AlertIcon "alertIcon"
    AlertText "alertText"
    AlternativeMethods "alternativeMethods"
    AlternativeMethodsBlockButton "alternativeMethodsBlockButton"
    AlternativeMethodsBlockButtonArrow "alternativeMethodsBlockButtonArrow"
    AlternativeMethodsBlockButtonText "alternativeMethodsBlockButtonText"
    ApiKeys "apiKeys"
    ApiKeysAddButton "apiKeysAddButton"
    ApiKeysCopyButton "apiKeysCopyButton"
    ApiKeysCopyModal "apiKeysCopyModal"
    ApiKeysCopyModalInput "apiKeysCopyModalInput"
    ApiKeysCreateForm "apiKeysCreateForm"
    ApiKeysCreateFormDescriptionInput "apiKeysCreateFormDescriptionInput"
    ApiKeysCreateFormExpirationCaption "apiKeysCreateFormExpirationCaption"
    ApiKeysCreateFormExpirationInput "apiKeysCreateFormExpirationInput"
    ApiKeysCreateFormNameInput "apiKeysCreateFormNameInput"
    ApiKeysCreateFormSubmitButton "apiKeysCreateFormSubmitButton"
    ApiKeysHeader "apiKeysHeader"
    ApiKeysRevokeModal "apiKeysRevokeModal"
    ApiKeysRevokeModalSubmitButton "apiKeysRevokeModalSubmitButton"
    ApiKeysSearchBox "apiKeysSearchBox"
    ApiKeysSearchInput "apiKeysSearchInput"
    ApiKeysTable "apiKeysTable"
    AvatarBox "avatarBox"
    AvatarImage "avatarImage"
    BackLink "backLink"
    Badge "badge"
    Button "button"
    ButtonArrowIcon "buttonArrowIcon"
    Card "card"
    CardBox "cardBox"
    DividerLine "dividerLine"
    DividerRow "dividerRow"
    DividerText "dividerText"
    Footer "footer"
    FooterAction "footerAction"
    FooterActionLink "footerActionLink"
    FooterActionText "footerActionText"
    FooterItem "footerItem"
    FooterPages "footerPages"
    FooterPagesLink "footerPagesLink"
    Form "form"
    FormButtonPrimary "formButtonPrimary"
    FormField "formField"
    FormFieldAction "formFieldAction"
    FormFieldCheckboxInput "formFieldCheckboxInput"
    FormFieldCheckboxLabel "formFieldCheckboxLabel"
    FormFieldErrorText "formFieldErrorText"
    FormFieldHintText "formFieldHintText"
    FormFieldInfoText "formFieldInfoText"
    FormFieldInput "formFieldInput"
    FormFieldInputGroup "formFieldInputGroup"
    FormFieldInputShowPasswordButton "formFieldInputShowPasswordButton"
    FormFieldInputShowPasswordIcon "formFieldInputShowPasswordIcon"
    FormFieldLabel "formFieldLabel"
    FormFieldLabelRow "formFieldLabelRow"
    FormFieldRow "formFieldRow"
    FormFieldSuccessText "formFieldSuccessText"
    FormFieldWarningText "formFieldWarningText"
    FormResendCodeLink "formResendCodeLink"
    Header "header"
    HeaderSubtitle "headerSubtitle"
    HeaderTitle "headerTitle"
    IdentityPreview "identityPreview"
    IdentityPreviewEditButton "identityPreviewEditButton"
    IdentityPreviewEditButtonIcon "identityPreviewEditButtonIcon"
    IdentityPreviewText "identityPreviewText"
    ImpersonationFab "impersonationFab"
    ImpersonationFabActionLink "impersonationFabActionLink"
    ImpersonationFabIcon "impersonationFabIcon"
    ImpersonationFabIconContainer "impersonationFabIconContainer"
    ImpersonationFabTitle "impersonationFabTitle"
    LastAuthenticationStrategyBadge "lastAuthenticationStrategyBadge"
    LogoBox "logoBox"
    LogoImage "logoImage"
    Main "main"
    ModalCloseButton "modalCloseButton"
    ModalContent "modalContent"
    Navbar "navbar"
    NavbarButton "navbarButton"
    NavbarButtonIcon "navbarButtonIcon"
    NavbarButtonText "navbarButtonText"
    NavbarButtons "navbarButtons"
    NotificationBadge "notificationBadge"
    OrganizationAvatarUploaderContainer "organizationAvatarUploaderContainer"
    OrganizationListCreateOrganizationActionButton "organizationListCreateOrganizationActionButton"
    OrganizationListPreviewButton "organizationListPreviewButton"
    OrganizationListPreviewItem "organizationListPreviewItem"
    OrganizationListPreviewItemActionButton "organizationListPreviewItemActionButton"
    OrganizationListPreviewItems "organizationListPreviewItems"
    OrganizationPreview "organizationPreview"
    OrganizationPreviewAvatarBox "organizationPreviewAvatarBox"
    OrganizationPreviewAvatarContainer "organizationPreviewAvatarContainer"
    OrganizationPreviewAvatarImage "organizationPreviewAvatarImage"
    OrganizationPreviewMainIdentifier "organizationPreviewMainIdentifier"
    OrganizationPreviewSecondaryIdentifier "organizationPreviewSecondaryIdentifier"
    OrganizationPreviewTextContainer "organizationPreviewTextContainer"
    OrganizationProfileMembersSearchInput "organizationProfileMembersSearchInput"
    OrganizationProfileMembersSearchInputIcon "organizationProfileMembersSearchInputIcon"
    OrganizationSwitcherInvitationAcceptButton "organizationSwitcherInvitationAcceptButton"
    OrganizationSwitcherPopoverActionButton "organizationSwitcherPopoverActionButton"
    OrganizationSwitcherPopoverActionButtonIcon "organizationSwitcherPopoverActionButtonIcon"
    OrganizationSwitcherPopoverActionButtonIconBox "organizationSwitcherPopoverActionButtonIconBox"
    OrganizationSwitcherPopoverActions "organizationSwitcherPopoverActions"
    OrganizationSwitcherPopoverCard "organizationSwitcherPopoverCard"
    OrganizationSwitcherPopoverFooter "organizationSwitcherPopoverFooter"
    OrganizationSwitcherPopoverInvitationActions "organizationSwitcherPopoverInvitationActions"
    OrganizationSwitcherPopoverInvitationActionsBox "organizationSwitcherPopoverInvitationActionsBox"
    OrganizationSwitcherPopoverMain "organizationSwitcherPopoverMain"
    OrganizationSwitcherPopoverRootBox "organizationSwitcherPopoverRootBox"
    OrganizationSwitcherPreviewButton "organizationSwitcherPreviewButton"
    OrganizationSwitcherTrigger "organizationSwitcherTrigger"
    OrganizationSwitcherTriggerIcon "organizationSwitcherTriggerIcon"
    OtpCodeField "otpCodeField"
    OtpCodeFieldErrorText "otpCodeFieldErrorText"
    OtpCodeFieldInput "otpCodeFieldInput"
    PaginationButton "paginationButton"
    PaginationRowText "paginationRowText"
    PasskeyIcon "passkeyIcon"
    PhoneInputBox "phoneInputBox"
    ProfilePage "profilePage"
    ProfileSection "profileSection"
    ProfileSectionButtonGroup "profileSectionButtonGroup"
    ProfileSectionContent "profileSectionContent"
    ProfileSectionHeader "profileSectionHeader"
    ProfileSectionItem "profileSectionItem"
    ProfileSectionItemList "profileSectionItemList"
    ProfileSectionPrimaryButton "profileSectionPrimaryButton"
    ProfileSectionSubtitle "profileSectionSubtitle"
    ProfileSectionSubtitleText "profileSectionSubtitleText"
    ProfileSectionTitle "profileSectionTitle"
    ProfileSectionTitleText "profileSectionTitleText"
    RootBox "rootBox"
    SelectButton "selectButton"
    SocialButtons "socialButtons"
    SocialButtonsBlockButton "socialButtonsBlockButton"
    SocialButtonsBlockButtonText "socialButtonsBlockButtonText"
    SocialButtonsIconButton "socialButtonsIconButton"
    SocialButtonsProviderIcon "socialButtonsProviderIcon"
    SocialButtonsRoot "socialButtonsRoot"
    Spinner "spinner"
    TaskChooseOrganizationCreateOrganizationActionButton "taskChooseOrganizationCreateOrganizationActionButton"
    TaskChooseOrganizationPreviewButton "taskChooseOrganizationPreviewButton"
    TaskChooseOrganizationPreviewItem "taskChooseOrganizationPreviewItem"
    TaskChooseOrganizationPreviewItems "taskChooseOrganizationPreviewItems"
    UserButtonAvatarBox "userButtonAvatarBox"
    UserButtonBox "userButtonBox"
    UserButtonOuterIdentifier "userButtonOuterIdentifier"
    UserButtonPopoverActionButton "userButtonPopoverActionButton"
    UserButtonPopoverActionButtonIcon "userButtonPopoverActionButtonIcon"
    UserButtonPopoverActionButtonIconBox "userButtonPopoverActionButtonIconBox"
    UserButtonPopoverActions "userButtonPopoverActions"
    UserButtonPopoverCard "userButtonPopoverCard"
    UserButtonPopoverFooter "userButtonPopoverFooter"
    UserButtonPopoverMain "userButtonPopoverMain"
    UserButtonPopoverRootBox "userButtonPopoverRootBox"
    UserButtonTrigger "userButtonTrigger"
    UserPreview "userPreview"
    UserPreviewAvatarContainer "userPreviewAvatarContainer"
    UserPreviewMainIdentifier "userPreviewMainIdentifier"
    UserPreviewSecondaryIdentifier "userPreviewSecondaryIdentifier"
    UserPreviewTextContainer "userPreviewTextContainer"
}

impl Element {
    /// The one with a key.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|element| element.key() == key)
    }
}

/// What is said of a key that there is not.
pub(super) fn unknown(key: &str) -> String {
    match nearest(key) {
        Some(near) => format!("there is no element `{key}`; did you mean `{near}`?"),
        None => format!("there is no element `{key}`"),
    }
}

/// The key that is most like a text.
#[cfg(feature = "ssr")]
fn nearest(key: &str) -> Option<&'static str> {
    let likeness = |element: &Element| strsim::jaro_winkler(&key.to_lowercase(), &element.key().to_lowercase());
    let near = Element::ALL.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)))?;
    (likeness(near) > 0.7).then_some(near.key())
}

/// Nothing is read from a file in a browser.
#[cfg(not(feature = "ssr"))]
fn nearest(_: &str) -> Option<&'static str> {
    None
}

impl Serialize for Element {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.key())
    }
}

impl<'de> Deserialize<'de> for Element {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let key = String::deserialize(deserializer)?;
        Self::parse(&key).ok_or_else(|| D::Error::custom(unknown(&key)))
    }
}
