@smtp @service:lmtp @service:submission
Feature: When a report of success is due, and when none (RFC 3461 section 5.2)
  The first account sends to the second. That nothing was reported is known once the report on a later message has come.

  @rfc3461-5.2.3-no-success-without-the-word
  Scenario Outline: Delivery is not reported after NOTIFY=<notify>
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{recipient}>
      S: 250 ...
      C: RCPT TO:<{recipient2}> NOTIFY=<notify>
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        From: <{recipient}>
        To: <{recipient2}>
        Date: Tue, 3 Mar 2026 12:00:00 +0000
        Message-ID: <quiet-{token}@client.example.org>
        Subject: quiet-{token}

        This line is the body.
      S: 250 ...
      """
    And it says
      """
      C: MAIL FROM:<{recipient}>
      S: 250 ...
      C: RCPT TO:<{recipient2}> NOTIFY=SUCCESS ORCPT=rfc822;later-{token}@example.org
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        From: <{recipient}>
        To: <{recipient2}>
        Date: Tue, 3 Mar 2026 12:00:00 +0000
        Message-ID: <later-{token}@client.example.org>
        Subject: later-{token}

        This line is the body.
      S: 250 ...
      """
    Then "{recipient}" receives a report about "later-{token}"
    And a fence message reaches "{recipient}"
    And "{recipient}" has received nothing with "quiet-{token}"

    Examples:
      | notify        |
      | NEVER         |
      | FAILURE       |
      | DELAY         |
      | FAILURE,DELAY |

  @rfc3461-5.2.3-success-unasked-is-not-reported
  Scenario: Delivery is not reported where nobody asked
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{recipient}> RET=FULL ENVID=quiet-{token}
      S: 250 ...
      C: RCPT TO:<{recipient2}>
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        From: <{recipient}>
        To: <{recipient2}>
        Date: Tue, 3 Mar 2026 12:00:00 +0000
        Message-ID: <quiet-{token}@client.example.org>
        Subject: quiet-{token}

        This line is the body.
      S: 250 ...
      """
    And it says
      """
      C: MAIL FROM:<{recipient}>
      S: 250 ...
      C: RCPT TO:<{recipient2}> NOTIFY=SUCCESS ORCPT=rfc822;later-{token}@example.org
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        From: <{recipient}>
        To: <{recipient2}>
        Date: Tue, 3 Mar 2026 12:00:00 +0000
        Message-ID: <later-{token}@client.example.org>
        Subject: later-{token}

        This line is the body.
      S: 250 ...
      """
    Then "{recipient}" receives a report about "later-{token}"
    And a fence message reaches "{recipient}"
    And "{recipient}" has received nothing with "quiet-{token}"

  @rfc3461-5.2-null-sender-gets-no-report
  Scenario: Delivery of a message without a sender is reported to nobody
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<>
      S: 250 ...
      C: RCPT TO:<{recipient2}> NOTIFY=SUCCESS,FAILURE
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        From: <{recipient}>
        To: <{recipient2}>
        Date: Tue, 3 Mar 2026 12:00:00 +0000
        Message-ID: <quiet-{token}@client.example.org>
        Subject: quiet-{token}

        This line is the body.
      S: 250 ...
      """
    And it says
      """
      C: MAIL FROM:<{recipient}>
      S: 250 ...
      C: RCPT TO:<{recipient2}> NOTIFY=SUCCESS ORCPT=rfc822;later-{token}@example.org
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        From: <{recipient}>
        To: <{recipient2}>
        Date: Tue, 3 Mar 2026 12:00:00 +0000
        Message-ID: <later-{token}@client.example.org>
        Subject: later-{token}

        This line is the body.
      S: 250 ...
      """
    Then "{recipient}" receives a report about "later-{token}"
    And a fence message reaches "{recipient}"
    And "{recipient}" has received nothing with "quiet-{token}"

  @rfc3461-4.1-notify-ends-with-its-transaction
  Scenario: A report that was asked for before RSET is not due after it
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{recipient}>
      S: 250 ...
      C: RCPT TO:<{recipient2}> NOTIFY=SUCCESS
      S: (250|251) ...
      C: RSET
      S: 250 ...
      """
    And it says
      """
      C: MAIL FROM:<{recipient}>
      S: 250 ...
      C: RCPT TO:<{recipient2}>
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        From: <{recipient}>
        To: <{recipient2}>
        Date: Tue, 3 Mar 2026 12:00:00 +0000
        Message-ID: <quiet-{token}@client.example.org>
        Subject: quiet-{token}

        This line is the body.
      S: 250 ...
      """
    And it says
      """
      C: MAIL FROM:<{recipient}>
      S: 250 ...
      C: RCPT TO:<{recipient2}> NOTIFY=SUCCESS ORCPT=rfc822;later-{token}@example.org
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        From: <{recipient}>
        To: <{recipient2}>
        Date: Tue, 3 Mar 2026 12:00:00 +0000
        Message-ID: <later-{token}@client.example.org>
        Subject: later-{token}

        This line is the body.
      S: 250 ...
      """
    Then "{recipient}" receives a report about "later-{token}"
    And a fence message reaches "{recipient}"
    And "{recipient}" has received nothing with "quiet-{token}"

  @rfc3461-4.1-notify-ends-with-its-transaction
  Scenario: A report that was asked for with one message is not due on the next
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{recipient}>
      S: 250 ...
      C: RCPT TO:<{recipient2}> NOTIFY=SUCCESS
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        From: <{recipient}>
        To: <{recipient2}>
        Date: Tue, 3 Mar 2026 12:00:00 +0000
        Message-ID: <first-{token}@client.example.org>
        Subject: first-{token}

        This line is the body.
      S: 250 ...
      """
    And "{recipient}" receives a report about "first-{token}"
    And it says
      """
      C: MAIL FROM:<{recipient}>
      S: 250 ...
      C: RCPT TO:<{recipient2}>
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        From: <{recipient}>
        To: <{recipient2}>
        Date: Tue, 3 Mar 2026 12:00:00 +0000
        Message-ID: <quiet-{token}@client.example.org>
        Subject: quiet-{token}

        This line is the body.
      S: 250 ...
      """
    And it says
      """
      C: MAIL FROM:<{recipient}>
      S: 250 ...
      C: RCPT TO:<{recipient2}> NOTIFY=SUCCESS ORCPT=rfc822;later-{token}@example.org
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        From: <{recipient}>
        To: <{recipient2}>
        Date: Tue, 3 Mar 2026 12:00:00 +0000
        Message-ID: <later-{token}@client.example.org>
        Subject: later-{token}

        This line is the body.
      S: 250 ...
      """
    Then "{recipient}" receives a report about "later-{token}"
    And a fence message reaches "{recipient}"
    And "{recipient}" has received nothing with "quiet-{token}"

  @rfc3461-4.4-envid-ends-with-its-transaction
  Scenario: The identifier of one message does not come back with the next
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{recipient}> ENVID=first-{token}
      S: 250 ...
      C: RCPT TO:<{recipient2}> NOTIFY=SUCCESS
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        From: <{recipient}>
        To: <{recipient2}>
        Date: Tue, 3 Mar 2026 12:00:00 +0000
        Message-ID: <first-{token}@client.example.org>
        Subject: first-{token}

        This line is the body.
      S: 250 ...
      """
    And "{recipient}" receives a report about "first-{token}"
    And it says
      """
      C: MAIL FROM:<{recipient}>
      S: 250 ...
      C: RCPT TO:<{recipient2}> NOTIFY=SUCCESS
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        From: <{recipient}>
        To: <{recipient2}>
        Date: Tue, 3 Mar 2026 12:00:00 +0000
        Message-ID: <second-{token}@client.example.org>
        Subject: second-{token}

        This line is the body.
      S: 250 ...
      """
    Then "{recipient}" receives a report about "second-{token}"
    And "{report.original-envelope-id}" is ""
