@smtp
Feature: MAIL begins a transaction

  @rfc5321-4.1.1.2-null-reverse-path-accepted @service:lmtp
  Scenario: A null reverse-path is accepted
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      """

  @rfc5321-4.1.1.2-mail-needs-a-reverse-path @service:lmtp
  Scenario: MAIL without FROM and a path is refused
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL
      S: 5xx
      C: MAIL FROM:
      S: 5xx
      """
    Then the session is still usable

  @rfc5321-4.1.1.2-blank-after-the-colon-refused
  Scenario: Some servers refuse a blank before the path
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM: <{sender}>
      S: 5xx
      """

  @rfc5321-4.2.2-501-bad-argument @service:lmtp
  Scenario: Nonsense in place of FROM gets the code for bad arguments
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FORM
      S: 501
      """

  @rfc5321-3.3-refused-mailbox-says-permanent-or-temporary @service:lmtp
  Scenario: A doubtful mailbox is taken, or refused for good, or for now
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<@>
      S: (250|4xx|5xx)
      """
    Then the session is still usable

  @rfc5321-4.1.2-path-without-mailbox-refused @service:lmtp
  Scenario: A path without a local-part is refused
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<@{domain}>
      S: 5xx
      """
    Then the session is still usable

  @rfc5321-4.1.2-unbalanced-path-refused @service:lmtp
  Scenario: A path whose bracket is not closed is refused
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:\<{sender}
      S: 5xx
      """
    Then the session is still usable

  @rfc5321-4.1.2-dot-string-sender-accepted @service:lmtp
  Scenario: The punctuation of an atom is understood in a reverse-path
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<!#$&'*+-/=?^_`\{\|\}~.a1@{domain}>
      S: (250|4xx|550|553|554)
      """

  @rfc5321-4.1.2-quoted-string-sender-accepted @service:lmtp
  Scenario: A quoted string is understood in a reverse-path
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<"a b"@{domain}>
      S: (250|4xx|550|553|554)
      C: RSET
      S: 250
      C: MAIL FROM:<"Joe\\,\\"Smith"@{domain}>
      S: (250|4xx|550|553|554)
      """

  @rfc5321-4.1.2-address-literal-sender-accepted @service:lmtp
  Scenario: An address literal is understood in a reverse-path
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<someone@[192.0.2.17]>
      S: (250|4xx|550|553|554)
      C: RSET
      S: 250
      C: MAIL FROM:<someone@[IPv6:2001:db8::1]>
      S: (250|4xx|550|553|554)
      """

  @rfc5321-4.1.2-invalid-characters-501 @service:lmtp
  Scenario: A control character in a mailbox is refused with 501
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<con\x01trol@{domain}>
      S: 501
      """
    Then the session is still usable

  @rfc5321-2.4-8-bit-command-refused @service:lmtp
  Scenario: Octets beyond ASCII in a command are refused
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<caf\xc3\xa9@{domain}>
      S: 5xx
      """
    Then the session is still usable

  @rfc5321-2.4-8-bit-command-refused
  Scenario Outline: Octets beyond ASCII are refused with <verb> too
    Given an SMTP client that has connected
    And it says
      """
      <before>
      """
    When it says
      """
      C: <line>
      S: 5xx
      """
    Then the session is still usable

    Examples:
      | verb | before                                                             | line                             |
      | EHLO | C: NOOP\nS: 250                                                    | EHLO caf\\xc3\\xa9.example.org   |
      | RCPT | C: EHLO {client}\nS: 250\nC: MAIL FROM:<{sender}>\nS: 250          | RCPT TO:<caf\\xc3\\xa9@{domain}> |

  @rfc5321-4.1.1.11-unknown-mail-parameter-555 @service:lmtp
  Scenario: A parameter that nobody knows is refused with 555
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<{sender}> XNOSUCH=1
      S: 555
      """
    Then the session is still usable

  @rfc5321-4.1.2-parameter-keyword-grammar @service:lmtp
  Scenario: A parameter with an impossible keyword is refused
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<{sender}> =1
      S: 5xx
      """
    Then the session is still usable

  @rfc5321-4.1.1-trailing-white-space-tolerated @service:lmtp
  Scenario: White space at the end of a command does no harm
    Given an SMTP client that has said EHLO
    When it says
      """
      C: RSET\x20\x20
      S: 250
      C: MAIL FROM:<{sender}>\x20
      S: 250
      C: RCPT TO:<{recipient}>\x20
      S: (250|251)
      """

  @rfc5321-4.5.3.1.1-local-part-of-64 @service:lmtp
  Scenario: A local-part of 64 octets is accepted
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<{abcdefgh*8}@{domain}>
      S: 250
      """

  @rfc5321-4.5.3.1.2-domain-of-255 @rfc5321-4.5.3.1.3-path-of-256 @service:lmtp
  Scenario: The longest domain that a path can hold is understood
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<a@{b*63}.{c*63}.{d*63}.{e*52}.example>
      S: (250|4xx|550|553|554)
      """

  @rfc5321-4.5.3.1.1-local-part-of-64 @service:lmtp
  Scenario: A recipient whose local-part has 64 octets is known or not, and not too long
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{abcdefgh*8}@{domain}>
      S: (250|251|4xx|550|551|552|554)
      """
