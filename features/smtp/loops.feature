@smtp
Feature: Loops

  @rfc5321-6.3-hundred-received-fields
  Scenario: A message with ninety Received fields is no loop
    Given an SMTP client that has said EHLO
    And this message
      """
      Received: from h91.example.org by h90.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h90.example.org by h89.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h89.example.org by h88.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h88.example.org by h87.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h87.example.org by h86.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h86.example.org by h85.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h85.example.org by h84.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h84.example.org by h83.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h83.example.org by h82.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h82.example.org by h81.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h81.example.org by h80.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h80.example.org by h79.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h79.example.org by h78.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h78.example.org by h77.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h77.example.org by h76.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h76.example.org by h75.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h75.example.org by h74.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h74.example.org by h73.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h73.example.org by h72.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h72.example.org by h71.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h71.example.org by h70.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h70.example.org by h69.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h69.example.org by h68.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h68.example.org by h67.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h67.example.org by h66.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h66.example.org by h65.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h65.example.org by h64.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h64.example.org by h63.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h63.example.org by h62.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h62.example.org by h61.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h61.example.org by h60.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h60.example.org by h59.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h59.example.org by h58.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h58.example.org by h57.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h57.example.org by h56.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h56.example.org by h55.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h55.example.org by h54.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h54.example.org by h53.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h53.example.org by h52.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h52.example.org by h51.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h51.example.org by h50.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h50.example.org by h49.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h49.example.org by h48.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h48.example.org by h47.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h47.example.org by h46.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h46.example.org by h45.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h45.example.org by h44.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h44.example.org by h43.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h43.example.org by h42.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h42.example.org by h41.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h41.example.org by h40.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h40.example.org by h39.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h39.example.org by h38.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h38.example.org by h37.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h37.example.org by h36.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h36.example.org by h35.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h35.example.org by h34.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h34.example.org by h33.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h33.example.org by h32.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h32.example.org by h31.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h31.example.org by h30.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h30.example.org by h29.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h29.example.org by h28.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h28.example.org by h27.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h27.example.org by h26.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h26.example.org by h25.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h25.example.org by h24.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h24.example.org by h23.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h23.example.org by h22.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h22.example.org by h21.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h21.example.org by h20.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h20.example.org by h19.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h19.example.org by h18.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h18.example.org by h17.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h17.example.org by h16.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h16.example.org by h15.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h15.example.org by h14.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h14.example.org by h13.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h13.example.org by h12.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h12.example.org by h11.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h11.example.org by h10.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h10.example.org by h9.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h9.example.org by h8.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h8.example.org by h7.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h7.example.org by h6.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h6.example.org by h5.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h5.example.org by h4.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h4.example.org by h3.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h3.example.org by h2.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h2.example.org by h1.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      From: {sender}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      came a long way
      """
    When it sends the message
    Then "{recipient}" receives the message

  @rfc5321-6.3-loops-are-stopped
  Scenario: A message that went round too often goes no further
    Given an SMTP client that has said EHLO
    And this message
      """
      From: {sender}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: lawful {token}

      the first time round
      """
    When it sends the message
    And "{recipient}" receives the message
    And this message
      """
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      From: {sender}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: looped {token}

      round and round
      """
    And it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        {message}
      S: (2xx|4xx|5xx)
      """
    And a fence message reaches "{recipient}"
    Then "{recipient}" has received nothing with "looped {token}"

  @rfc5321-4.2.5-no-delivery-after-5yz
  Scenario: A message that was refused at its end is not delivered
    Given an SMTP client that has said EHLO
    And this message
      """
      From: {sender}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: lawful {token}

      the first time round
      """
    And it sends the message
    And "{recipient}" receives the message
    And this message
      """
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      From: {sender}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: looped {token}

      round and round
      """
    And it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        {message}
      S: 5xx
      """
    When a fence message reaches "{recipient}"
    Then "{recipient}" has received nothing with "looped {token}"

  @rfc5321-4.1.1.4-failure-is-answered
  Scenario: A message that cannot be processed is answered all the same
    Given an SMTP client that has said EHLO
    And this message
      """
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      Received: from h.example.org by h.example.org; Tue, 3 Mar 2026 12:00:00 +0000
      From: {sender}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: looped {token}

      round and round
      """
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        {message}
      S: (2xx|4xx|5xx)
      """
    Then the session is still usable
