# The settings are macros: they are copied in as source and expanded before the daemon starts.
set -eu
mkdir -p /run/sendmail/mta /run/sendmail/msp /run/sendmail/stampdir
m4 /etc/mail/sendmail.mc > /etc/mail/sendmail.cf
exec /usr/libexec/sendmail/sendmail -bD -q1m
