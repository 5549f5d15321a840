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

  @rfc3848-1-smtp-after-helo
  Scenario: SMTP after HELO
    Given an SMTP client that has connected
    And it says
      """
      C: HELO {client}
      S: 250 ...
      """
    When it sends the message
    Then "{recipient}" receives the message
    And "{top}" matches "...with SMTP(\x20|\t|\r|;)..."

  @rfc5321-4.4-clauses-in-order
  Scenario: What is said of TLS stands where the grammar has a place for it
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
    And "{received.errors.order}" is ""

  @rfc5321-4.4-additional-clauses-registered
  Scenario: What is said of TLS is said in a registered clause
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
    And "{received.errors.clauses}" is ""

  @rfc3848-1-auth-on-the-exchange @secure
  Scenario: ESMTPSA with authentication on the port of the mail exchange
    Given an SMTP client that has said EHLO
    And it says
      """
      C: AUTH PLAIN {plain}
      S: 235 ...
      """
    When it sends the message
    Then "{recipient}" receives the message
    And "{top}" matches "(...with (ESMTPSA|UTF8SMTPSA|ESMTPA|UTF8SMTPA)(\x20|\t|\r|;)...|...Received: by ...)"
