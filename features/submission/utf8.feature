@submission @base-only
Feature: The protocol named in the Received field of mail that was handed in with SMTPUTF8 (RFC 6531 section 4.3)
  A site may hide where its users are: a field without FROM need not name the protocol either.

  @rfc6531-4.3-utf8smtpsa
  Scenario: UTF8SMTPSA with authentication inside TLS
    Given a Submission client that has connected
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
      C: EHLO {client}
      S: 250 ...
      C: STARTTLS
      S: 220 ...
      """
    And it starts TLS
    And it says
      """
      C: EHLO {client}
      S: 250 ...
      C: AUTH PLAIN {plain}
      S: 235 ...
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
    And "{top}" matches "(...with UTF8SMTPSA(\x20|\t|\r|;)...|...Received: by ...)"

  @rfc6531-4.3-utf8smtpa
  Scenario: UTF8SMTPA with authentication in clear, where a site lets clients do so
    Given a Submission client that has said EHLO
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
      C: AUTH PLAIN {plain}
      S: 235 ...
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
    And "{top}" matches "(...with UTF8SMTPA(\x20|\t|\r|;)...|...Received: by ...)"
