@smtp @base-only
Feature: The protocol named in the Received field (RFC 3848)

  Background:
    Given this message
      """
      From: {sender}
      To: {recipient}
      Date: Mon, 2 Mar 2026 10:00:00 +0000
      Message-ID: <{token}@example.org>
      Subject: {token}

      Which way did it come?
      """

  @rfc3848-1-esmtp-in-clear
  Scenario: ESMTP without TLS
    Given an SMTP client that has said EHLO
    When it sends the message
    Then "{recipient}" receives the message
    And "{top}" matches "...with (ESMTP|UTF8SMTP)(\x20|\t|\r|;)..."

  @rfc3848-1-esmtps-inside-tls
  Scenario: ESMTPS inside TLS
    Given an SMTP client that has said EHLO
    And it says
      """
      C: STARTTLS
      S: 220 ...
      """
    And it starts TLS
    And it says
      """
      C: EHLO {client}
      S: 250 ...
      """
    When it sends the message
    Then "{recipient}" receives the message
    And "{top}" matches "...with (ESMTPS|UTF8SMTPS)(\x20|\t|\r|;)..."
