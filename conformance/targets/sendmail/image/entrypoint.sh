# The settings are macros: they are copied in as source and expanded before the daemon starts. Aliases of a variant are added to the site's.
set -eu
mkdir -p /run/sendmail/mta /run/sendmail/msp /run/sendmail/stampdir
m4 /etc/mail/sendmail.mc > /etc/mail/sendmail.cf
if [ -f /etc/mail/more.aliases ]; then
  cat /etc/mail/more.aliases >> /etc/aliases
  newaliases
fi
exec /usr/libexec/sendmail/sendmail -bD -q1m
