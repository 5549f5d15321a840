@submission @base-only
Feature: The protocol named in the Received field of mail that was handed in (RFC 3848)
  A site may hide where its users are: a field without FROM is asked about elsewhere, and need not name the protocol either.

  @rfc3848-1-esmtpsa-with-auth-inside-tls
  Scenario: ESMTPSA with authentication inside TLS
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
    When it sends the message
    Then "{recipient}" receives the message
    And "{top}" matches "(...with (ESMTPSA|UTF8SMTPSA)(\x20|\t|\r|;)...|...Received: by ...)"

  @rfc3848-1-esmtpa-with-auth
  Scenario: ESMTPA with authentication in clear, where a site lets clients do so
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
    When it sends the message
    Then "{recipient}" receives the message
    And "{top}" matches "(...with (ESMTPA|UTF8SMTPA)(\x20|\t|\r|;)...|...Received: by ...)"
