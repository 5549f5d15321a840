@submission @secure
Feature: Strangers hand in nothing (RFC 5068)

  @rfc5068-3.1-local-recipients-need-authentication-too @rfc5068-3.2-authentication-required @accounts:1
  Scenario: Not even mail for this domain is taken before AUTH
    Given a Submission client that has said EHLO
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: (250|4xx|5xx) ...
      C: RCPT TO:<{recipient}>
      S: 5xx ...
      C: RSET
      S: 250 ...
      C: AUTH PLAIN {plain}
      S: 235 ...
      C: MAIL FROM:<{sender}>
      S: 250 ...
      C: RCPT TO:<{recipient}>
      S: (250|251) ...
      """

  @rfc5068-3.2-no-relay-for-strangers @accounts:1
  Scenario: No mail for another domain is taken before AUTH
    Given a Submission client that has said EHLO
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: (250|4xx|5xx) ...
      C: RCPT TO:<{foreign}>
      S: 5xx ...
      C: RSET
      S: 250 ...
      C: AUTH PLAIN {plain}
      S: 235 ...
      C: MAIL FROM:<{sender}>
      S: 250 ...
      C: RCPT TO:<{recipient}>
      S: (250|251) ...
      C: RSET
      S: 250 ...
      """

  @rfc2505-2.2.1-received-tells-of-authentication
  Scenario: The Received field tells that the client had authenticated
    Given a Submission client that has logged in
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      from somebody who is known
      """
    When it sends the message
    Then "{recipient}" receives the message
    And "{top}" matches "...Received:...(SMTPSA|SMTPA|uthenticated|auth=)...;..."
