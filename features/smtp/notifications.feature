@smtp @base-only
Feature: Mail that was accepted and cannot be delivered
  The site states an address that is taken at RCPT and to which delivery fails for good. The first account sends to it, and is told.

  Background:
    Given an SMTP client that has said EHLO
    And this message
      """
      From: <{recipient}>
      To: <{site.late_failure}>
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      This cannot be delivered.
      """

  @rfc5321-3.3-recipient-failing-late-is-reported @rfc5321-3.6.3-failed-relaying-is-notified
  @rfc5321-4.1.1.4-later-errors-are-mailed @rfc5321-4.4-notifications-go-to-the-reverse-path @rfc5321-6.1-late-failure-is-notified
  Scenario: A failure after the end of data comes back to the sender
    When it says
      """
      C: MAIL FROM:<{recipient}>
      S: 250
      C: RCPT TO:<{site.late_failure}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        {message}
      S: 250
      """
    Then "{recipient}" receives a report about "{token}"

  @rfc5321-4.4-notifications-go-to-the-reverse-path @rfc5321-6.1-notification-goes-to-the-return-path @accounts:2
  Scenario: The notification goes by the envelope, not by the header section
    When it says
      """
      C: MAIL FROM:<{recipient2}>
      S: 250
      C: RCPT TO:<{site.late_failure}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        {message}
      S: 250
      """
    Then "{recipient2}" receives a report about "{token}"

  @rfc5321-3.6.3-notification-has-null-reverse-path @rfc5321-4.4-notifications-have-null-return-path
  @rfc5321-6.1-notification-has-null-reverse-path
  Scenario: A notification has a null reverse-path
    Given it says
      """
      C: MAIL FROM:<>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        {message}
      S: 250
      """
    And "{recipient}" receives the message
    And "{top}" matches "...Return-Path: \<\>\r\n..."
    When it says
      """
      C: MAIL FROM:<{recipient}>
      S: 250
      C: RCPT TO:<{site.late_failure}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        From: <{recipient}>
        Date: Tue, 3 Mar 2026 12:00:00 +0000
        Message-ID: <late.{token}@client.example.org>
        Subject: late {token}

        This cannot be delivered either.
      S: 250
      """
    Then "{recipient}" receives a report about "late {token}"
    And "{report.return-path}" is ""

  @rfc5321-3.6.3-notification-in-a-standard-form
  Scenario: A notification has the form of a report of delivery
    When it says
      """
      C: MAIL FROM:<{recipient}>
      S: 250
      C: RCPT TO:<{site.late_failure}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        {message}
      S: 250
      """
    Then "{recipient}" receives a report about "{token}"
    And "{report.type}" is "multipart/report"
    And "{report.action}" is "failed"

  @rfc5321-4.4-partial-success-is-ok @rfc5321-4.4-partial-success-is-notified @accounts:2
  Scenario: A message that reaches some of its recipients is taken, and the sender is told of the rest
    When it says
      """
      C: MAIL FROM:<{recipient}>
      S: 250
      C: RCPT TO:<{recipient2}>
      S: (250|251)
      C: RCPT TO:<{site.late_failure}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        {message}
      S: 250
      """
    Then "{recipient2}" receives the message
    And "{recipient}" receives a report about "{token}"
    And "{report.action}" is "failed"

  @rfc5321-4.4-every-failed-recipient-is-notified @rfc5321-4.4-one-notification-for-all @accounts:2
  Scenario: One notification names every recipient that failed
    When it sends the message to "{recipient}"
    And "{recipient}" receives the message
    And it says
      """
      C: MAIL FROM:<{recipient}>
      S: 250
      C: RCPT TO:<{site.late_failure}>
      S: (250|251)
      C: RCPT TO:<{site.late_failure2}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        From: <{recipient}>
        Date: Tue, 3 Mar 2026 12:00:00 +0000
        Message-ID: <two.{token}@client.example.org>
        Subject: two {token}

        This cannot be delivered to either.
      S: 250
      """
    Then "{recipient}" receives a report about "two {token}"
    And "{report}" matches "...{site.late_failure}..."
    And "{report}" matches "...{site.late_failure2}..."
    And a fence message reaches "{recipient}"
    And "{recipient}" has received 1 message with "two {token}"

  @rfc5321-6.1-notification-leaves-out-the-source-route
  Scenario: A notification does not go back by a source route
    When it says
      """
      C: MAIL FROM:<@one.example.org,@two.example.org:{recipient}>
      S: 250
      C: RCPT TO:<{site.late_failure}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        {message}
      S: 250
      """
    Then "{recipient}" receives a report about "{token}"

  @rfc5321-3.6.3-no-notification-about-a-notification @rfc5321-4.5.4-no-error-about-an-error
  @rfc5321-6.1-null-return-path-gets-no-notification
  Scenario: Nobody is told that a notification cannot be delivered
    When it sends the message to "{recipient}"
    And "{recipient}" receives the message
    And it says
      """
      C: MAIL FROM:<>
      S: 250
      C: RCPT TO:<{site.late_failure}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        From: <{recipient}>
        Reply-To: <{recipient}>
        Sender: <{recipient}>
        Return-Path: <{recipient}>
        Date: Tue, 3 Mar 2026 12:00:00 +0000
        Message-ID: <null.{token}@client.example.org>
        Subject: null {token}

        This is a notification.
      S: 250
      """
    And a fence message reaches "{recipient}"
    Then "{recipient}" has received nothing with "null {token}"
