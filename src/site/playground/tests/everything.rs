Appearance::new()
    .theme([Theme::Juniper, Theme::Dark])
