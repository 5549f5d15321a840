@smtp @service:submission
Feature: Reports on a message to several recipients (RFC 3461 section 5.2, RFC 3464 section 3)
  The first account sends to the second and to a third.

  @rfc3461-4.1-notify-is-each-recipients-own
  Scenario: Each recipient has its own NOTIFY, wherever it stands
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient}>
      To: {recipient2}, {recipient3}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      This line is the body.
      """
    When it says
      """
      C: MAIL FROM:<{recipient}>
      S: 250 ...
      C: RCPT TO:<{recipient3}> NOTIFY=NEVER
      S: (250|251) ...
      C: RCPT TO:<{recipient2}> NOTIFY=SUCCESS
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 250 ...
      """
    Then "{recipient}" receives a report about "{token}" for "{recipient2}"
    And "{report.action}" is "delivered"

  @rfc3461-5.2.8-report-names-no-others
  Scenario: A report names no recipient for whom none is due
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient}>
      To: {recipient2}, {recipient3}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      This line is the body.
      """
    When it says
      """
      C: MAIL FROM:<{recipient}>
      S: 250 ...
      C: RCPT TO:<{recipient2}> NOTIFY=SUCCESS
      S: (250|251) ...
      C: RCPT TO:<{recipient3}> NOTIFY=FAILURE
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 250 ...
      """
    Then "{recipient3}" receives the message
    And "{recipient}" receives a report about "{token}" for "{recipient2}"
    And "{report.fields}" does not match "...{recipient3}..."

  @rfc3464-3-one-report-a-recipient
  Scenario: A recipient is reported on once
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{recipient}> ENVID=first-{token}
      S: 250 ...
      C: RCPT TO:<{recipient2}> NOTIFY=SUCCESS ORCPT=rfc822;first-{token}@example.org
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
    Then "{recipient}" receives a report about "first-{token}"
    And "{recipient}" receives a report about "later-{token}"
    And a fence message reaches "{recipient}"
    And "{recipient}" has received 1 message with "first-{token}"

  @rfc3461-4.2-decoded-line-end-adds-no-field
  Scenario: An original address with line ends in it adds nothing to a report
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient}>
      To: {recipient2}, {recipient3}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      This line is the body.
      """
    When it says
      """
      C: MAIL FROM:<{recipient}>
      S: 250 ...
      C: RCPT TO:<{recipient3}> NOTIFY=SUCCESS ORCPT=rfc822;a@b+0D+0AX-Smuggled:+20{token}
      S: (250|501) ...
      C: RCPT TO:<{recipient2}> NOTIFY=SUCCESS ORCPT=rfc822;b@{token}.example.org
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 250 ...
      """
    Then "{recipient}" receives a report about "{token}" for "{recipient2}"
    And a fence message reaches "{recipient}"
    And "{recipient}" has received nothing with "\nX-Smuggled: {token}"
