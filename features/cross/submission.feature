@submission @own
Feature: What is submitted is what IMAP and POP3 hand out

  @rfc6409-7-auth-supported
  Scenario: A submitted message comes out by IMAP and by POP3
    Given a Submission client that has logged in
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}
      Keywords: one,
       two

      .a line with a period in front
      From here on
      .
      {x*998}

      """
    When it sends the message
    Then "{recipient}" receives the message
    And the received message equals what was sent below the fields the path added
    And a POP3 client that has logged in
    And it says
      """
      C: RETR 1
      S: +OK ...
      S{.} {received}
      """

  @rfc6409-7-auth-supported
  Scenario: A submitted message reaches another account whole
    Given a Submission client that has logged in
    And this message
      """
      From: {sender}
      To: {recipient2}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      {A text of some length, which is handed in by one and read by somebody else.
      *400}
      """
    When it sends the message to "{recipient2}"
    Then "{recipient2}" receives the message
    And the received message equals what was sent below the fields the path added
    And a POP3 client that has logged in as account 2
    And it says
      """
      C: RETR 1
      S: +OK ...
      S{.} {received}
      """
