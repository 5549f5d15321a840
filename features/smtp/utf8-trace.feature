@smtp @base-only
Feature: Trace fields of mail that came with SMTPUTF8 (RFC 6531 sections 3.7.3 and 4.3)

  @rfc6531-4.3-utf8smtp
  Scenario: UTF8SMTP without TLS
    Given an SMTP client that has said EHLO
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Mon, 2 Mar 2026 10:00:00 +0000
      Message-ID: <{token}@example.org>
      Subject: {token}

      Which way did it come?
      """
    When it says
      """
      C: MAIL FROM:<δοκιμή@example.org> SMTPUTF8
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        {message}
      S: 250
      """
    Then "{recipient}" receives the message
    And "{top}" matches "...with UTF8SMTP(\x20|\t|\r|;)..."

  @rfc6531-4.3-utf8smtps
  Scenario: UTF8SMTPS inside TLS
    Given an SMTP client that has said EHLO
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Mon, 2 Mar 2026 10:00:00 +0000
      Message-ID: <{token}@example.org>
      Subject: {token}

      Which way did it come?
      """
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
    When it says
      """
      C: MAIL FROM:<δοκιμή@example.org> SMTPUTF8
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        {message}
      S: 250
      """
    Then "{recipient}" receives the message
    And "{top}" matches "...with UTF8SMTPS(\x20|\t|\r|;)..."

  @rfc6531-3.7.3-return-path-in-utf-8 @service:lmtp
  Scenario: A sender in UTF-8 stands in Return-Path
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Mon, 2 Mar 2026 10:00:00 +0000
      Message-ID: <{token}@example.org>
      Subject: {token}

      Which way did it come?
      """
    When it says
      """
      C: MAIL FROM:<δοκιμή@example.org> SMTPUTF8
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        {message}
      S: 250
      """
    Then "{recipient}" receives the message
    And "{return-path}" is "δοκιμή@example.org"

  @rfc6531-3.7.3-u-label-in-return-path @service:lmtp
  Scenario: A U-label stands in Return-Path
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Mon, 2 Mar 2026 10:00:00 +0000
      Message-ID: <{token}@example.org>
      Subject: {token}

      Which way did it come?
      """
    When it says
      """
      C: MAIL FROM:<absender@bücher.example> SMTPUTF8
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        {message}
      S: 250
      """
    Then "{recipient}" receives the message
    And "{return-path}" is "absender@bücher.example"

  @rfc6532-3.2-for-clause-in-utf-8 @service:lmtp @accounts:1
  Scenario: What is said of a recipient in UTF-8 is a path
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Mon, 2 Mar 2026 10:00:00 +0000
      Message-ID: <{token}@example.org>
      Subject: {token}

      Which way did it come?
      """
    When it says
      """
      C: MAIL FROM:<δοκιμή@example.org> SMTPUTF8
      S: 250
      C: RCPT TO:<{site.utf8_alias}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        {message}
      S: 250
      """
    Then "{recipient}" receives the message
    And "{received.errors.for}" is ""
    And "{received.errors.structure}" is ""

  @rfc6531-3.7.3-esmtp-without-the-parameter @service:lmtp
  Scenario: A message without SMTPUTF8 comes as all do, behind one that came with it
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Mon, 2 Mar 2026 10:00:00 +0000
      Message-ID: <{token}@example.org>
      Subject: {token}

      Which way did it come?
      """
    And it says
      """
      C: MAIL FROM:<δοκιμή@example.org> SMTPUTF8
      S: 250
      C: RSET
      S: 250
      """
    When it sends the message
    Then "{recipient}" receives the message
    And "{top}" does not match "...with (UTF8SMTP|UTF8LMTP)..."
    And "{top}" does not match "...δοκιμή..."
