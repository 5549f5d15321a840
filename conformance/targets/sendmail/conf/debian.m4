dnl What the file that the package installs needs for the suite; it includes this one.
dnl
dnl TLS and AUTH: the package's own lines for them, with the image's certificate.
include(`/etc/mail/tls/starttls.m4')dnl
include(`/etc/mail/sasl/sasl.m4')dnl
define(`confCACERT', `/etc/mail/tls/mail.crt')dnl
define(`confSERVER_CERT', `/etc/mail/tls/mail.crt')dnl
define(`confSERVER_KEY', `/etc/mail/tls/mail.key')dnl
dnl
dnl Local mail from one client only, on a machine that may be busy: rates and loads are no concern of the suite.
define(`confCONNECTION_RATE_THROTTLE', `0')dnl
define(`confQUEUE_LA', `1000')dnl
define(`confREFUSE_LA', `1000')dnl
define(`confDELAY_LA', `0')dnl
dnl No server for names knows example.test; nobody answers IDENT.
define(`confTO_IDENT', `0')dnl
FEATURE(`accept_unresolvable_domains')dnl
FEATURE(`nocanonify')dnl
dnl Nothing leaves the container: what is for elsewhere goes to an alias for nowhere.
define(`SMART_HOST', `local:elsewhere')dnl
