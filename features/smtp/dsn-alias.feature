@smtp @service:lmtp
Feature: Reports on addresses that stand for others (RFC 3461 section 5.2.7)
  The second account sends to an address whose mail comes to the first, or to one with several members.

  @rfc3461-5.2.7.2-parameters-follow-an-alias
  Scenario: What was asked for an alias is asked for the address behind it
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient2}>
      To: {site.alias}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      This line is the body.
      """
    When it says
      """
      C: MAIL FROM:<{recipient2}> ENVID={token}
      S: 250 ...
      C: RCPT TO:<{site.alias}> NOTIFY=SUCCESS ORCPT=rfc822;alias@{token}.example.org
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 250 ...
      """
    Then "{recipient}" receives the message
    And "{recipient2}" receives a report about "{token}"
    And "{report.action}" is "delivered"
    And "{report.original-envelope-id}" is "{token}"
    And "{report.original-recipient.value}" is "alias@{token}.example.org"

  @rfc3461-5.2.7.2-alias-itself-is-not-reported
  Scenario: An alias and the address behind it are not both reported on
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient2}>
      To: {site.alias}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <once-{token}@client.example.org>
      Subject: once-{token}

      This line is the body.
      """
    When it says
      """
      C: MAIL FROM:<{recipient2}> ENVID=once-{token}
      S: 250 ...
      C: RCPT TO:<{site.alias}> NOTIFY=SUCCESS
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 250 ...
      """
    And it says
      """
      C: MAIL FROM:<{recipient2}>
      S: 250 ...
      C: RCPT TO:<{recipient}> NOTIFY=SUCCESS
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
    Then "{recipient}" receives the message
    And "{recipient2}" receives a report about "once-{token}"
    And "{recipient2}" receives a report about "later-{token}"
    And a fence message reaches "{recipient2}"
    And "{recipient2}" has received 1 message with "once-{token}"

  @rfc3461-5.2.7.1-list-success-is-reported
  Scenario: A message taken for several members is reported to its sender
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient2}>
      To: {site.list}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      This line is the body.
      """
    When it says
      """
      C: MAIL FROM:<{recipient2}> ENVID={token}
      S: 250 ...
      C: RCPT TO:<{site.list}> NOTIFY=SUCCESS
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 250 ...
      """
    Then "{recipient2}" receives a report about "{token}"
    And "{report.action}" matches "(delivered|expanded|relayed)"

  @rfc3461-5.2.7.3-one-report-for-several-members
  Scenario: A message to several members is reported once
    Given an SMTP client that can send mail
    And this message
      """
      From: <{recipient2}>
      To: {site.list}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <once-{token}@client.example.org>
      Subject: once-{token}

      This line is the body.
      """
    When it says
      """
      C: MAIL FROM:<{recipient2}> ENVID=once-{token}
      S: 250 ...
      C: RCPT TO:<{site.list}> NOTIFY=SUCCESS
      S: (250|251) ...
      C: DATA
      S: 354 ...
      C{.}
        {message}
      S: 250 ...
      """
    And it says
      """
      C: MAIL FROM:<{recipient2}>
      S: 250 ...
      C: RCPT TO:<{recipient}> NOTIFY=SUCCESS
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
    Then "{recipient2}" receives a report about "once-{token}"
    And "{recipient2}" receives a report about "later-{token}"
    And a fence message reaches "{recipient2}"
    And "{recipient2}" has received 1 message with "once-{token}"
