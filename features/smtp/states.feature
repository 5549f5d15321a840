@smtp
Feature: What may be said when
  A session is connected, greeted, in a transaction with or without recipients, or behind one that ended. What each state does not allow
  is refused with 503, and changes nothing.

  @rfc5321-4.1.4-noop-at-any-time @rfc5321-4.1.1.5-rset-at-any-time @service:lmtp @service:submission
  Scenario Outline: NOOP and RSET are taken <when>
    Given an SMTP client that can send mail
    And it says
      """
      <before>
      """
    When it says
      """
      C: NOOP
      S: 250
      C: RSET
      S: 250
      """
    Then the session is still usable

    Examples:
      | when                       | before                                                                                                                                                 |
      | behind MAIL                | C: MAIL FROM:<{sender}>\nS: 250                                                                                                                        |
      | behind RCPT                | C: MAIL FROM:<{sender}>\nS: 250\nC: RCPT TO:<{recipient}>\nS: (250\|251)                                                                               |
      | behind a refused recipient | C: MAIL FROM:<{sender}>\nS: 250\nC: RCPT TO:<nobody-{token}@{domain}>\nS: 5xx                                                                          |
      | behind RSET                | C: MAIL FROM:<{sender}>\nS: 250\nC: RSET\nS: 250                                                                                                       |
      | behind the end of data     | C: MAIL FROM:<{sender}>\nS: 250\nC: RCPT TO:<{recipient}>\nS: (250\|251)\nC: DATA\nS: 354\nC{.}\n  From: {sender}\n  Subject: {token}\n\n  one\nS: 250 |
      | behind an error            | C: WIBBLE\nS: 5xx                                                                                                                                      |

  @rfc5321-4.1.4-noop-at-any-time @rfc5321-4.1.1.5-rset-at-any-time
  Scenario: NOOP and RSET are taken behind HELO
    Given an SMTP client that has connected
    And it says
      """
      C: HELO {client}
      S: 250
      """
    When it says
      """
      C: NOOP
      S: 250
      C: RSET
      S: 250
      """
    Then the session is still usable

  @rfc5321-4.1.4-vrfy-expn-and-help-at-any-time @service:submission
  Scenario Outline: VRFY, EXPN and HELP are no bad sequence <when>
    Given an SMTP client that can send mail
    And it says
      """
      <before>
      """
    When it says
      """
      C: VRFY {recipient}
      S: (2xx|4xx|500|502|504|530|538|550|551|553|554)
      C: EXPN {recipient}
      S: (2xx|4xx|500|502|504|530|538|550|551|553|554)
      C: HELP
      S: (2xx|4xx|500|502|504|530|538|550|554)
      """
    Then the session is still usable

    Examples:
      | when                   | before                                                                                                                                                 |
      | behind EHLO            | C: NOOP\nS: 250                                                                                                                                        |
      | behind MAIL            | C: MAIL FROM:<{sender}>\nS: 250                                                                                                                        |
      | behind RCPT            | C: MAIL FROM:<{sender}>\nS: 250\nC: RCPT TO:<{recipient}>\nS: (250\|251)                                                                               |
      | behind RSET            | C: MAIL FROM:<{sender}>\nS: 250\nC: RSET\nS: 250                                                                                                       |
      | behind the end of data | C: MAIL FROM:<{sender}>\nS: 250\nC: RCPT TO:<{recipient}>\nS: (250\|251)\nC: DATA\nS: 354\nC{.}\n  From: {sender}\n  Subject: {token}\n\n  one\nS: 250 |

  @rfc5321-4.1.1.10-quit-at-any-time @service:lmtp @service:submission
  Scenario Outline: QUIT is taken <when>
    Given an SMTP client that can send mail
    And it says
      """
      <before>
      """
    When it says
      """
      C: QUIT
      S: 221
      """
    Then the server closes the connection

    Examples:
      | when                   | before                                                                                                                                                 |
      | behind EHLO            | C: NOOP\nS: 250                                                                                                                                        |
      | behind MAIL            | C: MAIL FROM:<{sender}>\nS: 250                                                                                                                        |
      | behind RSET            | C: MAIL FROM:<{sender}>\nS: 250\nC: RSET\nS: 250                                                                                                       |
      | behind the end of data | C: MAIL FROM:<{sender}>\nS: 250\nC: RCPT TO:<{recipient}>\nS: (250\|251)\nC: DATA\nS: 354\nC{.}\n  From: {sender}\n  Subject: {token}\n\n  one\nS: 250 |
      | behind an error        | C: WIBBLE\nS: 5xx                                                                                                                                      |

  @rfc5321-3.3-rcpt-needs-mail @service:lmtp @service:submission
  Scenario Outline: A recipient is a bad sequence <when>
    Given an SMTP client that can send mail
    And it says
      """
      <before>
      """
    When it says
      """
      C: RCPT TO:<{recipient}>
      S: 503
      """
    Then the session is still usable

    Examples:
      | when                    | before                                                                                                                                                 |
      | behind NOOP             | C: NOOP\nS: 250                                                                                                                                        |
      | behind a refused sender | C: MAIL FROM:\nS: 5xx                                                                                                                                  |
      | behind the end of data  | C: MAIL FROM:<{sender}>\nS: 250\nC: RCPT TO:<{recipient}>\nS: (250\|251)\nC: DATA\nS: 354\nC{.}\n  From: {sender}\n  Subject: {token}\n\n  one\nS: 250 |

  @rfc5321-3.3-data-without-recipients-never-succeeds @service:submission
  Scenario Outline: There is no message <when>
    Given an SMTP client that can send mail
    And it says
      """
      <before>
      """
    When it says
      """
      C: DATA
      S: (503|554|354)
      C: .
      S: (5xx|421|221)
      """

    Examples:
      | when                       | before                                                                                                                                                 |
      | behind NOOP                | C: NOOP\nS: 250                                                                                                                                        |
      | behind RSET                | C: MAIL FROM:<{sender}>\nS: 250\nC: RCPT TO:<{recipient}>\nS: (250\|251)\nC: RSET\nS: 250                                                              |
      | behind a refused recipient | C: MAIL FROM:<{sender}>\nS: 250\nC: RCPT TO:<nobody-{token}@{domain}>\nS: 5xx                                                                          |
      | behind the end of data     | C: MAIL FROM:<{sender}>\nS: 250\nC: RCPT TO:<{recipient}>\nS: (250\|251)\nC: DATA\nS: 354\nC{.}\n  From: {sender}\n  Subject: {token}\n\n  one\nS: 250 |

  @rfc5321-4.1.4-unacceptable-ehlo-refused
  Scenario Outline: EHLO is taken, or refused with one of four codes, <when>
    Given an SMTP client that has said EHLO
    And it says
      """
      <before>
      """
    When it says
      """
      C: EHLO {client}
      S: (250|500|501|502|550)
      """
    Then the session is still usable

    Examples:
      | when                   | before                                                                                                                                                 |
      | behind MAIL            | C: MAIL FROM:<{sender}>\nS: 250                                                                                                                        |
      | behind RCPT            | C: MAIL FROM:<{sender}>\nS: 250\nC: RCPT TO:<{recipient}>\nS: (250\|251)                                                                               |
      | behind the end of data | C: MAIL FROM:<{sender}>\nS: 250\nC: RCPT TO:<{recipient}>\nS: (250\|251)\nC: DATA\nS: 354\nC{.}\n  From: {sender}\n  Subject: {token}\n\n  one\nS: 250 |

  @rfc5321-4.2.4-unknown-command-500 @service:lmtp @service:submission
  Scenario Outline: A command that nobody knows gets 500 <when>
    Given an SMTP client that can send mail
    And it says
      """
      <before>
      """
    When it says
      """
      C: WIBBLE
      S: 500
      """
    Then the session is still usable

    Examples:
      | when                   | before                                                                                                                                                 |
      | behind MAIL            | C: MAIL FROM:<{sender}>\nS: 250                                                                                                                        |
      | behind RCPT            | C: MAIL FROM:<{sender}>\nS: 250\nC: RCPT TO:<{recipient}>\nS: (250\|251)                                                                               |
      | behind the end of data | C: MAIL FROM:<{sender}>\nS: 250\nC: RCPT TO:<{recipient}>\nS: (250\|251)\nC: DATA\nS: 354\nC{.}\n  From: {sender}\n  Subject: {token}\n\n  one\nS: 250 |

  @rfc5321-4.1.4-unknown-command-keeps-the-state @service:lmtp @service:submission
  Scenario: Commands that nobody knows leave a transaction as it was
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      in spite of it all
      """
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: WIBBLE
      S: 5xx
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: XWIBBLE {recipient}
      S: 5xx
      C: DATA
      S: 354
      C{.}
        {message}
      S: 250
      """
    Then "{recipient}" receives the message

  @rfc5321-4.1.4-second-mail-refused-or-taken @service:lmtp @service:submission
  Scenario Outline: A second MAIL is refused with 503, or taken, <when>
    Given an SMTP client that can send mail
    And it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      <before>
      """
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: (503|250)
      """
    Then the session is still usable

    Examples:
      | when                     | before                                   |
      | before the recipients    | C: NOOP\nS: 250                          |
      | behind the first of them | C: RCPT TO:<{recipient}>\nS: (250\|251) |

  @rfc5321-4.1.4-refused-second-mail-keeps-the-first @service:lmtp
  Scenario: A transaction goes on behind a second MAIL that was refused
    Given an SMTP client that has said EHLO
    And this message
      """
      From: {sender}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      from the first, for all
      """
    When it says
      """
      C: MAIL FROM:<first-{token}@example.org>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: MAIL FROM:<second-{token}@example.org>
      S: <code:code> ...
      """
    And the scenario ends here unless "{code}" is "503"
    And it says
      """
      C: DATA
      S: 354
      C{.}
        {message}
      S: 250
      """
    Then "{recipient}" receives the message
    And "{return-path}" is "first-{token}@example.org"

  @rfc5321-4.1.4-taken-second-mail-begins-anew @service:lmtp @service:submission
  Scenario: A second MAIL that was taken begins a transaction without recipients
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: MAIL FROM:<{sender}>
      S: <code:code> ...
      """
    And the scenario ends here unless "{code}" is "250"
    Then it says
      """
      C: DATA
      S: (503|554|354)
      C: .
      S: (5xx|421|221)
      """

  @rfc5321-4.1.4-mail-before-ehlo-refused-or-taken @service:lmtp
  Scenario: MAIL from a client that has not greeted is refused as out of order, or taken
    Given an SMTP client that has connected
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: (250|501|503|530)
      """
    Then the session is still usable

  @rfc5321-3.3-rcpt-needs-mail @service:lmtp
  Scenario: A recipient is a bad sequence before the session is opened
    Given an SMTP client that has connected
    When it says
      """
      C: RCPT TO:<{recipient}>
      S: 503
      """
    Then the session is still usable

  @rfc5321-3.3-data-without-recipients-never-succeeds
  Scenario: There is no message before the session is opened
    Given an SMTP client that has connected
    When it says
      """
      C: DATA
      S: (503|554|354)
      C: .
      S: (5xx|421|221)
      """

  @rfc5321-4.2.4-unknown-command-500 @service:lmtp
  Scenario: A command that nobody knows gets 500 before the session is opened
    Given an SMTP client that has connected
    When it says
      """
      C: WIBBLE
      S: 500
      """
    Then the session is still usable

  @rfc5321-4.1.4-noop-between-chunks @service:lmtp
  Scenario: NOOP between two chunks leaves the message as it is
    Given an SMTP client that has said EHLO
    And this message
      """
      From: {sender}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      in two parts
      """
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C{} BDAT {#}
        {message}
      S: 250
      C: NOOP
      S: 250
      C{} BDAT {#} LAST
        and a last line\r\n
      S: 250
      """
    Then "{recipient}" receives the message
    And "{received}" matches "...in two parts\r\nand a last line..."

  @rfc5321-4.1.1.10-quit-at-the-end-of-a-group @service:lmtp @framing
  Scenario: QUIT at the end of a group is answered in its turn, and ends the session
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<{sender}>
      C+ RCPT TO:<{recipient}>
      C+ QUIT
      S: 250
      S: (250|251)
      S: 221
      """
    Then the server closes the connection
