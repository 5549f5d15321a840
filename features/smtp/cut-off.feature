@smtp @base-only
Feature: Clients that are cut off at every octet

  @rfc5321-4.1.1.5-lost-connection-is-like-quit
  Scenario Outline: Clients that are gone within EHLO leave a server that serves, when each <leaves>
    Given an SMTP client "before" that has connected
    When client after client that has connected says this, and <leaves> one octet later than the one before
      """
      C: EHLO {client}
      """
    And an SMTP client "after" that has dialled
    Then it says
      """
      S: 220
      C: NOOP
      S: 250
      """

    Examples:
      | leaves   |
      | vanishes |
      | closes   |

  @rfc5321-4.1.1.5-lost-connection-is-like-quit @service:lmtp
  Scenario Outline: Clients that are gone within <command> leave a server that serves
    Given an SMTP client "before" that has connected
    When client after client that has said EHLO says this, and vanishes one octet later than the one before
      """
      <before>
      C: <line>
      """
    And an SMTP client "after" that has dialled
    Then it says
      """
      S: 220
      C: NOOP
      S: 250
      """

    Examples:
      | command | before                                                                        | line                   |
      | MAIL    | C: NOOP\nS: 250                                                               | MAIL FROM:<{sender}>   |
      | RCPT    | C: MAIL FROM:<{sender}>\nS: 250                                               | RCPT TO:<{recipient}>  |
      | DATA    | C: MAIL FROM:<{sender}>\nS: 250\nC: RCPT TO:<{recipient}>\nS: (250\|251)      | DATA                   |

  @rfc5321-4.1.1.10-lost-connection-cancels-the-transaction @service:lmtp
  Scenario Outline: Nothing is delivered of messages whose clients <leave>, each one octet later
    Given an SMTP client that has said EHLO
    And this message
      """
      From: {sender}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: lawful {token}

      whole
      """
    When it sends the message
    And "{recipient}" receives the message
    And client after client that has said EHLO says this, and <leaves> one octet later than the one before
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        From: {sender}
        Subject: half {token}

        .
        the end
      """
    And a fence message reaches "{recipient}"
    Then "{recipient}" has received nothing with "half {token}"

    Examples:
      | leave  | leaves   |
      | vanish | vanishes |
      | close  | closes   |
