interface New {}
