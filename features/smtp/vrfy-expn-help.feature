@smtp
Feature: VRFY, EXPN and HELP

  @rfc5321-4.5.1-vrfy-implemented
  Scenario: VRFY is implemented
    Given an SMTP client that has said EHLO
    When it says
      """
      C: VRFY {recipient}
      S: (250|251|252|4xx|550|551|553|554)
      """

  @rfc5321-3.5.1-vrfy-supported
  Scenario: VRFY of a local address does not fail
    Given an SMTP client that has said EHLO
    When it says
      """
      C: VRFY {recipient}
      S: (250|251|252)
      """

  @rfc5321-7.3-vrfy-switched-off-is-252
  Scenario: A server that does not verify says so with 252
    Given an SMTP client that has said EHLO
    When it says
      """
      C: VRFY {recipient}
      S: (250|251|252)
      """

  @rfc5321-3.5.1-user-name-with-domain-accepted
  Scenario: VRFY takes an address with its domain
    Given an SMTP client that has said EHLO
    And it says
      """
      C: VRFY {recipient}
      S: (2xx|4xx|501|550|551|553|554)
      """
    When it says
      """
      C: VRFY {recipient}
      S: (250|251|252)
      """

  @rfc5321-3.5.1-local-mailboxes-are-user-names
  Scenario: VRFY knows a local mailbox
    Given an SMTP client that has said EHLO
    And it says
      """
      C: VRFY {recipient}
      S: (2xx|4xx|501|550|551|553|554)
      """
    When it says
      """
      C: VRFY postmaster
      S: (250|251|252)
      """

  @rfc5321-3.5.3-vrfy-250-only-for-a-verified-address
  Scenario: An address that does not exist is not verified
    Given an SMTP client that has said EHLO
    When it says
      """
      C: VRFY nobody-{token}@{domain}
      S: (252|4xx|5xx)
      """

  @rfc5321-3.5.1-vrfy-250-gives-the-mailbox @rfc5321-3.5.2-vrfy-mailbox-has-a-domain
  Scenario: A verified mailbox is given in full
    Given an SMTP client that has said EHLO
    And it says
      """
      C: VRFY {recipient}
      S: (2xx|551)
      """
    When it says
      """
      C: VRFY {recipient}
      S: (250 ...@...|251 ...@...|252 ...)
      """

  @rfc5321-3.5.2-vrfy-address-in-pointed-brackets
  Scenario: A verified mailbox stands in pointed brackets
    Given an SMTP client that has said EHLO
    And it says
      """
      C: VRFY {recipient}
      S: (2xx|551)
      """
    When it says
      """
      C: VRFY {recipient}
      S: (250 ...\<...@...\>...|251 ...\<...|252 ...)
      """

  @rfc5321-3.5.2-vrfy-returns-no-path
  Scenario: No source route stands in the answer to VRFY
    Given an SMTP client that has said EHLO
    And it says
      """
      C: VRFY {recipient}
      S: 2xx
      """
    When it says
      """
      C: VRFY {recipient}
      S: 2xx
      S&! 2xx ...\<@...
      """

  @rfc5321-4.3.2-vrfy-replies
  Scenario: VRFY gets a code listed for it
    Given an SMTP client that has said EHLO
    When it says
      """
      C: VRFY nobody-{token}@{domain}
      S: (250|251|252|421|500|501|502|504|550|551|553)
      """

  @rfc5321-4.3.2-expn-replies
  Scenario: EXPN gets a code listed for it
    Given an SMTP client that has said EHLO
    When it says
      """
      C: EXPN {recipient}
      S: (250|252|421|500|501|502|504|550)
      """

  @rfc5321-4.3.2-help-replies
  Scenario: HELP gets a code listed for it
    Given an SMTP client that has said EHLO
    When it says
      """
      C: HELP
      S: (211|214|421|500|501|502|504)
      """

  @rfc5321-3.5.1-expn-supported
  Scenario: EXPN is known
    Given an SMTP client that has said EHLO
    When it says
      """
      C: EXPN {recipient}
      S: (2xx|4xx|504|550|551|553|554)
      """

  @rfc5321-4.1.1.8-help-supported
  Scenario: HELP gives help
    Given an SMTP client that has said EHLO
    When it says
      """
      C: HELP
      S: 2xx
      """

  @rfc5321-4.1.1.6-vrfy-leaves-the-transaction
  Scenario: VRFY leaves an open transaction as it was
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: VRFY {recipient}
      S: (2xx|4xx|5xx)
      C: DATA
      S: 354
      """

  @rfc5321-4.1.1.7-expn-leaves-the-transaction
  Scenario: EXPN leaves an open transaction as it was
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: EXPN {recipient}
      S: (2xx|4xx|5xx)
      C: DATA
      S: 354
      """

  @rfc5321-4.1.1.8-help-leaves-the-transaction
  Scenario: HELP leaves an open transaction as it was
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: HELP
      S: (2xx|4xx|5xx)
      C: DATA
      S: 354
      """

  @rfc5321-3.5.1-vrfy-250-in-one-of-two-forms
  Scenario: A verified mailbox stands alone or behind the name of its user
    Given an SMTP client that has said EHLO
    And it says
      """
      C: VRFY {recipient}
      S: <said:code> <mailbox:line>
      """
    And it is enough if "{said}" does not match "250"
    When it says
      """
      C: VRFY {recipient}
      S: (250 ...\<...@...\>|250 2.1.5 {recipient}|250 2.1.0 {recipient}|250 2.0.0 {recipient}|250 {recipient})
      """

  @rfc5321-3.5.2-vrfy-address-usable-in-rcpt
  Scenario: What VRFY gives can be sent to
    Given an SMTP client that has said EHLO
    And it says
      """
      C: VRFY {recipient}
      S: <said:code> ...
      """
    And it is enough if "{said}" does not match "250"
    And it says
      """
      C: VRFY {recipient}
      S: 250 ...\<<shown:text>\>...
      """
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:\<{shown}\>
      S: (250|251)
      """

  @rfc5321-3.5.2-vrfy-may-be-announced
  Scenario: Some servers announce VRFY
    Given an SMTP client that has said EHLO
    Then it announces "VRFY"

  @rfc5321-3.5.2-expn-announced-where-supported
  Scenario: A server that expands names announces it
    Given an SMTP client that has said EHLO
    And it says
      """
      C: EXPN {recipient}
      S: <said:code> ...
      """
    And it is enough if "{said}" does not match "250"
    Then it announces "EXPN"

  @rfc5321-3.5.1-expn-of-a-user-may-list-one
  Scenario: Some servers expand a user to a list of one
    Given an SMTP client that has said EHLO
    When it says
      """
      C: EXPN {recipient}
      S: 250 ...{recipient}...
      """

  @rfc5321-4.1.1.6-vrfy-needs-an-argument
  Scenario: VRFY of nobody is refused
    Given an SMTP client that has said EHLO
    When it says
      """
      C: VRFY
      S: 5xx
      """
    Then the session is still usable

  @rfc5321-4.1.1.6-vrfy-takes-a-quoted-string
  Scenario: VRFY takes a name in quotes where it takes names without a domain
    Given an SMTP client that has said EHLO
    And it says
      """
      C: VRFY nobody{token}
      S: <said:code> ...
      """
    And it is enough if "{said}" matches "(500|501|502|504)"
    When it says
      """
      C: VRFY "no body {token}"
      S: (2xx|4xx|550|551|553|554)
      """

  @rfc5321-4.1.1.7-expn-needs-an-argument
  Scenario: EXPN of nothing is refused
    Given an SMTP client that has said EHLO
    When it says
      """
      C: EXPN
      S: 5xx
      """
    Then the session is still usable
