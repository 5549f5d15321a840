@submission
Feature: What a submission server owes (RFC 6409)

  @rfc6409-4.3-mail-needs-authentication @secure
  Scenario: Mail of a client that is not known is refused
    Given a Submission client that has said EHLO
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: (4xx|5xx) ...
      C: RCPT TO:<{recipient}>
      S: (4xx|5xx) ...
      """

  @rfc6409-4.3-refusal-is-530 @secure
  Scenario: The refusal has the code 530
    Given a Submission client that has said EHLO
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 530 ...
      """

  @rfc6409-7-auth-offered @secure @base-only
  Scenario: AUTH is announced
    Given a Submission client that has connected
    Then it announces "AUTH"

  @rfc6409-7-auth-supported @secure
  Scenario: A client that has authenticated can hand in mail
    Given a Submission client that has said EHLO
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Mon, 2 Mar 2026 10:00:00 +0000
      Message-ID: <{token}@example.org>
      Subject: {token}

      Handed in.
      """
    When it says
      """
      C: AUTH PLAIN {plain}
      S: 235 ...
      C: MAIL FROM:<{sender}>
      S: 250 ...
      C: RCPT TO:<{recipient}>
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 250 ...
      """
    Then "{recipient}" receives the message
    And "{received}" matches "...Handed in...."

  @rfc5321-4.4-received-has-from @secure
  Scenario: The Received field says from whom a message was handed in
    Given a Submission client that has logged in
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Mon, 2 Mar 2026 10:00:00 +0000
      Message-ID: <{token}@example.org>
      Subject: {token}

      from somewhere
      """
    When it sends the message
    Then "{recipient}" receives the message
    And "{top}" matches "...Received: from ...;..."

  @rfc6409-3.1-speaks-esmtp
  Scenario: A client may say EHLO
    Given a Submission client that has connected
    When it says
      """
      C: EHLO {client}
      S: 250 ...
      """

  @rfc6409-3.2-null-sender-permitted @secure
  Scenario: The null sender of a known client is taken
    Given a Submission client that has logged in
    When it says
      """
      C: MAIL FROM:<>
      S: 250 ...
      """

  @rfc6409-7-etrn-not-offered @secure @base-only
  Scenario: ETRN is not announced
    Given a Submission client that has logged in
    Then it does not announce "ETRN"

  @rfc6409-7-atrn-not-offered @secure @base-only
  Scenario: ATRN is not announced
    Given a Submission client that has logged in
    Then it does not announce "ATRN"

  @rfc6409-7-pipelining-offered @base-only
  Scenario: PIPELINING is announced
    Given a Submission client that has connected
    Then it announces "PIPELINING"

  @rfc6409-7-enhanced-codes-offered @base-only
  Scenario: ENHANCEDSTATUSCODES is announced
    Given a Submission client that has connected
    Then it announces "ENHANCEDSTATUSCODES"

  @rfc6409-7-8bitmime-offered @base-only
  Scenario: 8BITMIME is announced
    Given a Submission client that has connected
    Then it announces "8BITMIME"

  @rfc6409-7-dsn-offered @base-only
  Scenario: DSN is announced
    Given a Submission client that has connected
    Then it announces "DSN"

  @rfc6409-7-size-may-be-offered @base-only
  Scenario: SIZE may be announced
    Given a Submission client that has connected
    Then it announces "SIZE"

  @rfc6409-7-chunking-may-be-offered @base-only
  Scenario: CHUNKING may be announced
    Given a Submission client that has connected
    Then it announces "CHUNKING"

  @rfc6409-7-binarymime-may-be-offered @base-only
  Scenario: BINARYMIME may be announced
    Given a Submission client that has connected
    Then it announces "BINARYMIME"

  @rfc6409-7-starttls-may-be-offered @base-only
  Scenario: STARTTLS may be announced
    Given a Submission client that has connected
    Then it announces "STARTTLS"

  @rfc6409-7-enhanced-codes-used @secure
  Scenario: What is taken has an enhanced code
    Given a Submission client that has logged in
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250 2.<subject:number>.<detail:number> ...
      C: RCPT TO:<{recipient}>
      S: 250 2.<subject2:number>.<detail2:number> ...
      C: RSET
      S: 250 2.<subject3:number>.<detail3:number> ...
      """
