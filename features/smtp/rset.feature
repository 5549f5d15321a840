@smtp
Feature: RSET aborts the transaction

  @rfc5321-4.1.1.5-rset-answered-250 @rfc5321-4.3.2-rset-250 @service:lmtp @service:submission
  Scenario: RSET is answered with 250
    Given an SMTP client that can send mail
    When it says
      """
      C: RSET
      S: 250
      """

  @rfc5321-4.5.1-rset-implemented @service:submission
  Scenario: RSET is implemented
    Given an SMTP client that can send mail
    When it says
      """
      C: RSET
      S: 250
      """

  @rfc5321-4.1.1.5-rset-discards-the-transaction @service:lmtp @service:submission
  Scenario: RSET discards sender and recipients
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: RSET
      S: 250
      C: RCPT TO:<{recipient}>
      S: 503
      """
    Then the session is still usable

  @rfc5321-4.1.1.5-rset-discards-the-transaction @accounts:2 @service:lmtp @service:submission
  Scenario: A recipient from before RSET does not get the next message
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: lawful {token}

      for the second account
      """
    When it sends the message to "{recipient2}"
    And "{recipient2}" receives the message
    And it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient2}>
      S: (250|251)
      C: RSET
      S: 250
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        From: {sender}
        Subject: leaked {token}

        for the first account alone
      S: 250
      """
    And a fence message reaches "{recipient2}"
    Then "{recipient2}" has received nothing with "leaked {token}"

  @rfc5321-4.1.1.5-rset-does-not-close @service:lmtp @service:submission
  Scenario: RSET does not close the connection
    Given an SMTP client that can send mail
    When it says
      """
      C: RSET
      S: 250
      C: RSET
      S: 250
      """
    Then the session is still usable

  @rfc5321-4.1.1.5-rset-idle-has-no-effect @service:lmtp @service:submission
  Scenario: RSET after EHLO changes nothing
    Given an SMTP client that can send mail
    When it says
      """
      C: RSET
      S: 250
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      """

  @rfc5321-4.3.2-rset-with-argument-501 @service:lmtp @service:submission
  Scenario: RSET with an argument gets 501
    Given an SMTP client that can send mail
    When it says
      """
      C: RSET now
      S: 501
      """
    Then the session is still usable

  @rfc5321-4.1.1-arguments-refused-where-none-belong @service:lmtp @service:submission
  Scenario: An argument where none belongs is bad syntax
    Given an SMTP client that can send mail
    When it says
      """
      C: RSET now
      S: 5xx
      C: QUIT now
      S: 5xx
      """
    Then the session is still usable

  @rfc5321-4.3.2-data-with-argument-501 @service:lmtp @service:submission
  Scenario: DATA with an argument gets 501
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: DATA now
      S: 501
      """
    Then the session is still usable

  @rfc5321-4.3.2-quit-with-argument-501 @service:lmtp @service:submission
  Scenario: QUIT with an argument gets 501
    Given an SMTP client that can send mail
    When it says
      """
      C: QUIT now
      S: 501
      """
    Then the session is still usable
